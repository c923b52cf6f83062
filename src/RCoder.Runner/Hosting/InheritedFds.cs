namespace RCoder.Runner.Hosting;

/// <summary>Descriptors that <c>listen</c> hands to the runner through whatever stands between.</summary>
internal static class InheritedFds
{
    internal const int Listener = 3, Lifeline = 4;
}
