using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;

namespace RCoder.Runtimes.Plans;

/// <summary>Makes of a job and its runtime what a runner needs to know.</summary>
public static class PlanFactory
{
    private const string Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public static Plan Create(Job job, RuntimeSpec spec, int attempt, int firstSeq, string secret) => new()
    {
        Id = job.Id,
        Secret = secret,
        Attempt = attempt,
        FirstSeq = firstSeq,
        Files = job.Files,
        Stdin = job.Stdin,
        Interactive = job.Interactive,
        Compile = spec.Compile is { } compile
            ? Phase(job, spec, compile.Command, [], [], spec.CompileLimits()!)
            : null,
        Run = Phase(job, spec, spec.Run.Command, job.Args, job.Env, job.Limits),
    };

    private static PhasePlan Phase(
        Job job, RuntimeSpec spec, IReadOnlyList<string> command, IEnumerable<string> args, IEnumerable<KeyValuePair<string, string>> env, Limits limits)
    {
        var fill = new Placeholders(job, limits);
        return new PhasePlan
        {
            Command = [.. fill.Fill(command), .. args],
            Env = Environment([.. spec.Env.Select(pair => KeyValuePair.Create(pair.Key, fill.Fill(pair.Value))), .. env]),
            Limits = limits,
        };
    }

    private static OrderedDictionary<string, string> Environment(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var env = new OrderedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Path,
            ["HOME"] = "/workspace",
            ["LANG"] = "C.UTF-8",
        };
        foreach (var (name, value) in pairs)
            env[name] = value;
        return env;
    }
}
