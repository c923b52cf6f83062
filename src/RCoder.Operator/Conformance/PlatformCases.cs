using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes.Executions;

namespace RCoder.Operator.Conformance;

/// <summary>
/// What every runtime must show, whatever its language. Their programs are the runner's own (<c>rcoder-runner probe</c>),
/// run as a user's program is, in the language's image.
/// </summary>
internal static class PlatformCases
{
    /// <summary>Changes whenever what these cases prove does.</summary>
    public const string Version = "1";

    private const string Echoed = "rcoder";
    private const int MostProcesses = 16;
    private const long MostMemory = 64L << 20;

    public static IEnumerable<ProofCase> Of(RuntimeSpec spec)
    {
        var limits = spec.Limits.Defaults() with { WallMs = 10_000, CpuMs = 10_000 };
        yield return Probe("surroundings", limits, spec.Isolation.Network == "None" ? [] : ["network"], run =>
            run.End.Outcome == Outcome.Succeeded && run.Stdout.StartsWith(Echoed, StringComparison.Ordinal) ? null
            : $"a program must find its input, a workspace to write to, and no network, token or privilege. Came {Faults(run)}");
        yield return Probe("sleep", limits with { WallMs = 300 }, [], run => Expect(Outcome.TimeLimitExceeded, "a sleeper must be timed out after 300 ms", run));
        yield return Probe("memory", limits with { MemoryBytes = Math.Min(MostMemory, limits.MemoryBytes) }, [], run =>
            Expect(Outcome.MemoryLimitExceeded, "a memory hog must be stopped at its limit", run));
        // Under gVisor so many processes can need more memory than a small runtime has: that limit contains them as well.
        yield return Probe("forks", limits with { Processes = MostProcesses }, [], run =>
            run.End.Outcome is Outcome.Succeeded or Outcome.Signalled or Outcome.MemoryLimitExceeded ? null : $"a fork bomb must be contained: refused, or killed at {MostProcesses} processes. Came {run.Words}");
    }

    // A line for each thing that it looked at: 'network: ok'.
    private static string Faults(CaseRun run)
    {
        var faults = run.Stdout.Split('\n').Where(line => line.Contains(": ", StringComparison.Ordinal) && !line.EndsWith(": ok", StringComparison.Ordinal)).ToList();
        return faults.Count > 0 ? string.Join("; ", faults) : run.Words;
    }

    private static string? Expect(Outcome outcome, string why, CaseRun run) => run.End.Outcome == outcome ? null : $"{why}: expected {outcome}, came {run.Words}";

    private static ProofCase Probe(string name, Limits limits, IEnumerable<string> arguments, Func<CaseRun, string?> problem) => new(name, (id, secret) => new Plan
    {
        Id = id,
        Secret = secret,
        Attempt = 1,
        FirstSeq = 1,
        Files = [],
        Stdin = Echoed + "\n",
        Run = new PhasePlan { Command = [ExecutionJob.RunnerPath, "probe", name, .. arguments], Env = new Dictionary<string, string> { ["HOME"] = "/workspace" }, Limits = limits },
    }, problem);
}
