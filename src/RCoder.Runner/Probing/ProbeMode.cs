namespace RCoder.Runner.Probing;

/// <summary>
/// <c>rcoder-runner probe &lt;name&gt;</c>: programs that are run as a user's program is, by a plan like any other, and show
/// that the sandbox holds, whatever the language of its image. 0: it does, as far as the program can tell.
/// </summary>
internal static class ProbeMode
{
    private const string Usage = "usage: probe surroundings [network] | sleep | memory | forks";

    internal static int Run(ReadOnlySpan<string> arguments)
    {
        switch (arguments)
        {
            case ["surroundings"]:
                return Surroundings.Run(networkAllowed: false);
            case ["surroundings", "network"]:
                return Surroundings.Run(networkAllowed: true);
            case ["sleep"]:
                return Hogs.Sleep();
            case ["memory"]:
                return Hogs.Memory();
            case ["forks"]:
                return Hogs.Forks();
            default:
                Console.Error.WriteLine($"rcoder-runner: {Usage}");
                return 2;
        }
    }
}
