using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Shared.Hostile;

namespace RCoder.Integration.Runner;

/// <summary>Every program of <c>Hostile/programs</c>, straight at the runner.</summary>
public sealed class HostileProgramTests
{
    public static TheoryData<string> Programs => [.. HostileProgram.Names];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Programs))]
    public async Task It_gets_the_outcome_that_is_right_in_time_and_leaves_nothing_behind(string name)
    {
        var ct = TestContext.Current.CancellationToken;
        var program = HostileProgram.Read(name);
        var plan = Plans.For(program.Language, program.Source, program.Limits);
        await using var sandbox = await RunnerSandbox.StartAsync(ct);

        var run = await sandbox.RunAsync(plan, ct);

        Assert.True(program.Outcomes.Contains(run.Finished.Outcome), $"{run.Finished}\n{run.Stdout}\n{run.Stderr}");
        Assert.DoesNotContain("BREACH", run.Stdout, StringComparison.Ordinal);
        Assert.All(program.Stdout, line => Assert.Contains(line, run.Stdout.Split('\n')));
        if (program.StdoutBytes is { } bytes) Assert.Equal(bytes, run.Bytes(OutputStream.Stdout));
        Assert.Equal(program.Truncated, run.Finished.Truncated);
        Assert.InRange(run.Bytes(OutputStream.Stdout).Length, 0, program.Limits.OutputBytes);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, program.Within);
        Assert.Equal(0, sandbox.LivingProcesses());
        Assert.Equal(RunnerPhase.Finished, (await sandbox.StateAsync(ct)).State);
        await sandbox.DoneAsync(plan, ct);
    }
}
