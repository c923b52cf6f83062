using RCoder.Contracts.Executions;
using RCoder.Contracts.Requests;
using RCoder.Contracts.Runtimes;
using RCoder.Runtimes.Plans;

namespace RCoder.Operator.Conformance;

/// <summary>What a runtime promises of itself: <c>spec.conformance</c>, run as a caller's job is.</summary>
internal static class OwnCases
{
    public static IEnumerable<ProofCase> Of(string name, RuntimeSpec spec) => spec.Conformance.Select(test => Of(name, spec, test));

    /// <summary>The one whose runs show the runtime's latency: the shortest program that is meant to succeed.</summary>
    public static ProofCase? Smallest(string name, RuntimeSpec spec) =>
        spec.Conformance.Where(test => test.Expect.Outcome == Outcome.Succeeded).MinBy(test => test.Source.Length) is { } smallest ? Of(name, spec, smallest) : null;

    private static ProofCase Of(string name, RuntimeSpec spec, ConformanceCase test)
    {
        var runtime = new Runtime { Name = name, Spec = spec, Ready = true };
        var request = new ExecutionRequest { Language = spec.Language, Files = [new SourceFile { Content = test.Source }], Stdin = test.Stdin, Args = test.Args };
        return new ProofCase(test.Name, (id, secret) =>
            PlanFactory.Create(JobFactory.Create(id, request, runtime, "conformance", id.Time), spec, attempt: 1, firstSeq: 1, secret), run => Problem(test.Expect, run));
    }

    private static string? Problem(Expectation expect, CaseRun run)
    {
        var wanted = new List<string>();
        if (run.End.Outcome != expect.Outcome)
            wanted.Add($"{expect.Outcome}");
        if (expect.ExitCode is { } code && run.End.ExitCode != code)
            wanted.Add($"exit code {code}");
        if (expect.Stdout is { } stdout && run.Stdout != stdout)
            wanted.Add($"stdout {CaseRun.Shown(stdout)}");
        return wanted.Count == 0 ? null : $"expected {string.Join(" and ", wanted)}, came {run.Words}";
    }
}
