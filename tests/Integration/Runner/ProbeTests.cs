using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Shared;

namespace RCoder.Integration.Runner;

/// <summary>The programs that show, whatever the language, that a sandbox holds: here that the local one does.</summary>
public sealed class ProbeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Surroundings_gives_stdin_back_and_finds_each_thing_in_order()
    {
        var run = await RunAsync(Probe(Limits.Default, "surroundings") with { Stdin = "what goes in\n" });
        Assert.Equal(
            """
            what goes in
            user: ok
            capabilities: ok
            privileges: ok
            process 1: ok
            environment: ok
            tokens: ok
            workspace: ok
            /tmp: ok
            other files: ok
            network: ok

            """, run.Stdout);
        Assert.Equal(Outcome.Succeeded, run.Finished.Outcome);
    }

    [Fact]
    public async Task Surroundings_fails_and_names_what_is_open()
    {
        var plan = Probe(Limits.Default, "surroundings", "network");
        var run = await RunAsync(plan with { Run = plan.Run with { Env = new Dictionary<string, string> { ["KUBERNETES_SERVICE_HOST"] = "198.18.0.1" } } });
        Assert.Contains("environment: it has KUBERNETES_SERVICE_HOST\n", run.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("network", run.Stdout, StringComparison.Ordinal);
        Assert.Equal((Outcome.Failed, 1), (run.Finished.Outcome, run.Finished.ExitCode));
    }

    [Fact]
    public async Task Sleep_lasts_until_its_time_is_up()
    {
        var run = await RunAsync(Probe(Limits.Default with { WallMs = 300 }, "sleep"));
        Assert.Equal(Outcome.TimeLimitExceeded, run.Finished.Outcome);
        Assert.InRange(run.Finished.CpuMs!.Value, 0, 100);
    }

    [Fact]
    public async Task Memory_takes_more_than_there_is() =>
        Assert.Equal(Outcome.MemoryLimitExceeded, (await RunAsync(Probe(Limits.Default with { MemoryBytes = 64 << 20 }, "memory"))).Finished.Outcome);

    [Fact]
    public async Task Forks_end_where_no_more_processes_are_given()
    {
        var run = await RunAsync(Probe(Limits.Default with { Processes = 16 }, "forks"));
        Assert.Equal(Outcome.Succeeded, run.Finished.Outcome);
        Assert.Contains("no more processes: errno 11\n", run.Stdout, StringComparison.Ordinal);
    }

    private static async Task<RunnerOutput> RunAsync(Plan plan)
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var run = await sandbox.RunAsync(plan, Ct);
        Assert.Equal(0, sandbox.LivingProcesses());
        return run;
    }

    private static Plan Probe(Limits limits, params IEnumerable<string> name) => Plans.New([], ["/.rcoder/rcoder-runner", "probe", .. name], limits);
}
