using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;
using RCoder.Operator.Conformance;
using RCoder.Unit.Runtimes;

namespace RCoder.Unit.Operator;

public sealed class ConformanceTests
{
    private static readonly ExecutionId Id = ExecutionId.New(DateTimeOffset.UnixEpoch.AddDays(1));

    private static readonly RuntimeSpec Spec = Some.Spec with
    {
        Conformance =
        [
            new() { Name = "stdin", Source = "print(input())", Stdin = "one\n", Expect = new() { Stdout = "one\n" } },
            new() { Name = "hello", Source = "print(42)", Args = ["a b"], Expect = new() { Stdout = "42\n" } },
            new() { Name = "exit", Source = "exit(3)", Expect = new() { Outcome = Outcome.Failed, ExitCode = 3 } },
        ],
    };

    [Fact]
    public void A_case_runs_as_a_caller_s_job_does()
    {
        var plan = Own("hello").Plan(Id, "secret");
        Assert.Equal(["python3", "main.py", "a b"], plan.Run.Command);
        Assert.Equal(("main.py", "print(42)"), (plan.Files[0].Name, plan.Files[0].Content));
        Assert.Equal(Spec.Limits.Defaults(), plan.Run.Limits);
    }

    [Fact]
    public void A_failure_names_what_was_expected_and_what_came()
    {
        Assert.Null(Own("hello").Problem(Ran(Outcome.Succeeded, 0, "42\n")));
        Assert.Equal("expected stdout '42\\n', came Succeeded with exit code 0, stdout '43\\n'", Own("hello").Problem(Ran(Outcome.Succeeded, 0, "43\n")));
        Assert.Equal("expected Failed and exit code 3, came Signalled by SIGSEGV", Own("exit").Problem(new(new Finished { Id = Id, Seq = 1, At = default, Outcome = Outcome.Signalled, Signal = "SIGSEGV" }, "", "", default)));
    }

    [Fact]
    public void Output_is_cut_to_what_fits_a_condition() => Assert.True(Own("hello").Problem(Ran(Outcome.Succeeded, 0, new string('x', 100_000)))!.Length < 500);

    [Fact]
    public void Latency_is_of_the_shortest_program_that_succeeds() => Assert.Equal("hello", OwnCases.Smallest("python", Spec)!.Name);

    [Theory]
    [InlineData("surroundings", nameof(Outcome.Succeeded), "rcoder\nuser: ok\n", null)]
    [InlineData("surroundings", nameof(Outcome.Failed), "rcoder\nuser: ok\nnetwork: 192.0.2.1 answers\n", "a program must find its input, a workspace to write to, and no network, token or privilege. Came network: 192.0.2.1 answers")]
    [InlineData("surroundings", nameof(Outcome.Succeeded), "user: ok\n", "a program must find its input, a workspace to write to, and no network, token or privilege. Came Succeeded with exit code 0, stdout 'user: ok\\n'")]
    [InlineData("sleep", nameof(Outcome.TimeLimitExceeded), "", null)]
    [InlineData("sleep", nameof(Outcome.Succeeded), "", "a sleeper must be timed out after 300 ms: expected TimeLimitExceeded, came Succeeded with exit code 0")]
    [InlineData("memory", nameof(Outcome.MemoryLimitExceeded), "", null)]
    [InlineData("memory", nameof(Outcome.Signalled), "", "a memory hog must be stopped at its limit: expected MemoryLimitExceeded, came Signalled with exit code 0")]
    [InlineData("forks", nameof(Outcome.Signalled), "", null)]
    [InlineData("forks", nameof(Outcome.MemoryLimitExceeded), "", null)]
    [InlineData("forks", nameof(Outcome.PlatformError), "", "a fork bomb must be contained: refused, or killed at 16 processes. Came PlatformError with exit code 0")]
    public void The_platform_s_cases_say_what_does_not_hold(string name, string outcome, string stdout, string? problem) =>
        Assert.Equal(problem, PlatformCases.Of(Spec).Single(test => test.Name == name).Problem(Ran(Enum.Parse<Outcome>(outcome), 0, stdout)));

    [Fact]
    public void The_platform_s_cases_stay_within_small_limits_and_the_runtime_s_network()
    {
        var plans = PlatformCases.Of(Spec).ToDictionary(test => test.Name, test => test.Plan(Id, "secret"));
        Assert.Equal((300, 16, 64L << 20), (plans["sleep"].Run.Limits.WallMs, plans["forks"].Run.Limits.Processes, plans["memory"].Run.Limits.MemoryBytes));
        Assert.Equal(["/.rcoder/rcoder-runner", "probe", "surroundings"], plans["surroundings"].Run.Command);
        var networked = PlatformCases.Of(Spec with { Isolation = new() { Network = "Cluster" } }).First().Plan(Id, "secret");
        Assert.Equal("network", networked.Run.Command[^1]);
    }

    [Fact]
    public void A_proof_is_of_all_that_it_depends_on_and_of_nothing_else()
    {
        var hash = ProofHash.Of("0123abcd", Spec);
        Assert.NotEqual(hash, ProofHash.Of("other", Spec));
        Assert.NotEqual(hash, ProofHash.Of("0123abcd", Spec with { Run = new() { Command = ["python"] } }));
        Assert.NotEqual(hash, ProofHash.Of("0123abcd", Spec with { Conformance = [] }));
        Assert.Equal(hash, ProofHash.Of("0123abcd", Spec with { Aliases = ["x"], Pool = new() { Min = 7 }, Editor = new() }));
    }

    [Fact]
    public void Percentiles_are_by_the_nearest_rank()
    {
        var latency = Percentiles.Of(Enumerable.Range(1, 200).Select(ms => TimeSpan.FromMilliseconds(ms)))!;
        Assert.Equal((100, 198), (latency.P50Ms, latency.P99Ms));
        Assert.Null(Percentiles.Of([]));
    }

    private static ProofCase Own(string name) => OwnCases.Of("python", Spec).Single(test => test.Name == name);

    private static CaseRun Ran(Outcome outcome, int exitCode, string stdout) =>
        new(new Finished { Id = Id, Seq = 9, At = default, Outcome = outcome, ExitCode = exitCode }, stdout, "", TimeSpan.FromMilliseconds(5));
}
