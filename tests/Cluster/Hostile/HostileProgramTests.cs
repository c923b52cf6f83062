using RCoder.Cluster.Pods;
using RCoder.Cluster.Runtimes;
using RCoder.Contracts.Executions;
using RCoder.Shared.Hostile;

namespace RCoder.Cluster.Hostile;

/// <summary>Every program of <c>Shared/Hostile/programs</c>, in a pod.</summary>
public sealed class HostileProgramTests(ExecutionNamespace place) : IClassFixture<ExecutionNamespace>
{
    public static TheoryData<string> Programs => [.. HostileProgram.Names.Where(name => HostileProgram.Read(name).NotInPods is null)];

    [Theory(Timeout = 180_000)]
    [MemberData(nameof(Programs))]
    public async Task It_gets_the_outcome_that_is_right_in_time_and_leaves_a_runner_that_ends_well(string name)
    {
        var ct = TestContext.Current.CancellationToken;
        var program = HostileProgram.Read(name);
        var spec = Manifests.Read(program.Language).Spec!;
        place.SkipUnlessThere(spec);
        await using var pod = await ExecutionPod.StartAsync(place, program.Language, spec, ct);
        var plan = pod.PlanOf(new() { Language = program.Language, Files = [new() { Content = program.Source }] });

        plan = plan with { Run = plan.Run with { Limits = program.Limits }, Compile = plan.Compile is { } compile ? compile with { Limits = program.Limits } : null };

        var run = await pod.RunAsync(plan, ct);

        Assert.True(program.PodOutcomes.Contains(run.Finished.Outcome), $"{run.Finished}\n{run.Stdout}\n{run.Stderr}");
        Assert.DoesNotContain("BREACH", run.Stdout, StringComparison.Ordinal);
        // What it says is what it says when it gets to the end.
        if (run.Finished.Outcome == program.Outcomes[0])
            Assert.All(program.Stdout, line => Assert.Contains(line, run.Stdout.Split('\n')));
        if (program.StdoutBytes is { } bytes)
            Assert.Equal(bytes, run.Bytes(OutputStream.Stdout));
        Assert.Equal(program.Truncated, run.Finished.Truncated);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, program.Within);
        Assert.Equal(0, (await pod.EndAsync(ct)).ExitCode);
    }
}
