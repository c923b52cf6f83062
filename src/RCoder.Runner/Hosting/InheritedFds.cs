namespace RCoder.Runner.Hosting;

/// <summary>Descriptors that <c>listen</c> hands through its command: to the runner the first two, to bwrap the others.</summary>
internal static class InheritedFds
{
    internal const int Listener = 3, Lifeline = 4, Passwd = 5, Group = 6, Hosts = 7;
}
