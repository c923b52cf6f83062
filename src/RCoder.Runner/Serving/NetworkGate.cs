using RCoder.Runner.Posix;
using RCoder.Runner.Probing;

namespace RCoder.Runner.Serving;

/// <summary>
/// NetworkPolicies close a pod's network a moment after it has begun, as some of those who enforce them learn of it late:
/// a program that came at once would have that moment. So a runner that is to have no network takes none before.
/// </summary>
internal static class NetworkGate
{
    /// <summary>How long the DNS server, a hop or two away, gets to accept a connection.</summary>
    private const double AnswerMs = 250;

    /// <summary>Then nobody seems to enforce them: it is for the conformance cases to say so.</summary>
    private const double PatienceMs = 5000;

    private const int PauseMs = 20;

    internal static unsafe void Wait()
    {
        if (Environment.GetEnvironmentVariable("RCODER_NETWORK") != "None") return;
        var until = Clock.NowMs + PatienceMs;
        while (Reached() is { } what)
        {
            if (Clock.NowMs > until)
            {
                Console.Error.WriteLine($"rcoder-runner: {what} can be reached, though this pod is to have no network: is a NetworkPolicy in force?");
                return;
            }
            Libc.poll(null, 0, PauseMs);
        }
    }

    private static string? Reached()
    {
        using var attempts = new Attempts();
        foreach (var server in Attempts.NameServers()) attempts.Tcp(server, 53);
        return attempts.Reached(Clock.NowMs + AnswerMs);
    }
}
