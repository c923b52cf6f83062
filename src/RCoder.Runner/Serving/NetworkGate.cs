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

    /// <summary>Then nobody seems to enforce them, and a program would have the network.</summary>
    private const double PatienceMs = 30_000;

    /// <summary>The same for the conformance cases, which are there to say so.</summary>
    private const double UnprovenPatienceMs = 5000;

    private const int PauseMs = 20;

    /// <summary>False when no program may come here.</summary>
    internal static unsafe bool Closes()
    {
        var wanted = Environment.GetEnvironmentVariable("RCODER_NETWORK");
        var unproven = wanted == "Unproven";
        if (!unproven && wanted != "None") return true;
        var until = Clock.NowMs + (unproven ? UnprovenPatienceMs : PatienceMs);
        while (Reached() is { } what)
        {
            if (Clock.NowMs > until)
            {
                Console.Error.WriteLine($"rcoder-runner: {what} can be reached, though this pod is to have no network: is a NetworkPolicy in force?");
                return unproven;
            }
            Libc.poll(null, 0, PauseMs);
        }
        return true;
    }

    private static string? Reached()
    {
        using var attempts = new Attempts();
        foreach (var server in Attempts.NameServers()) attempts.Tcp(server, 53);
        return attempts.Reached(Clock.NowMs + AnswerMs);
    }
}
