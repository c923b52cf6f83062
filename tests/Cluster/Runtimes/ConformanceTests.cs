using k8s;
using RCoder.Cluster.Pods;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;
using RCoder.Runtimes.Manifests;
using RCoder.Shared;

namespace RCoder.Cluster.Runtimes;

/// <summary>Every shipped runtime on its image, in pods such as run its programs, without an operator or a dispatcher.</summary>
public sealed class ConformanceTests(ExecutionNamespace place) : IClassFixture<ExecutionNamespace>
{
    // Compilers that run all at once are not what is tested, nor how fast this machine is.
    private const int Patience = 4;
    private static readonly SemaphoreSlim OneAtATime = new(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Shipped => [.. Manifests.Shipped];

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task A_shipped_runtime_keeps_what_it_promises(string name)
    {
        var spec = Manifests.Read(name).Spec!;
        place.SkipUnlessThere(spec);
        await AllAsync([.. spec.Conformance.Select(test => HoldsAsync(name, spec, test)), SampleRunsAsync(name, spec), SandboxHoldsAsync(name, spec)]);
    }

    [Fact]
    public async Task Python_does_under_gVisor()
    {
        Assert.SkipUnless((await place.Client.NodeV1.ListRuntimeClassAsync(cancellationToken: Ct)).Items.Any(known => known.Metadata.Name == "gvisor"), "the cluster has no RuntimeClass gvisor");
        await KeepsAsync(new() { RuntimeClassName = "gvisor" });
    }

    [Fact]
    public Task Python_does_in_a_user_namespace_of_its_own() => KeepsAsync(new() { HostUsers = false });

    private async Task KeepsAsync(IsolationSpec isolation)
    {
        var spec = Manifests.Read("python").Spec! with { Isolation = isolation };
        place.SkipUnlessThere(spec);
        await AllAsync(
            [.. spec.Conformance.Select(test => HoldsAsync("python", spec, test)), SampleRunsAsync("python", spec), SandboxHoldsAsync("python", spec),
            EndsAsync(spec, limits => limits with { WallMs = 300 }, "sleep", Outcome.TimeLimitExceeded),
            EndsAsync(spec, limits => limits with { MemoryBytes = 64 << 20 }, "memory", Outcome.MemoryLimitExceeded),
            EndsAsync(spec, limits => limits with { Processes = 16 }, "forks", Outcome.Succeeded, Outcome.Signalled)]);
    }

    /// <summary>All that went wrong, and not only the first of it.</summary>
    private static async Task AllAsync(IEnumerable<Task> runs)
    {
        var all = Task.WhenAll(runs);
        await all.ContinueWith(_ => { }, Ct, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Assert.True(all.IsCompletedSuccessfully, string.Join('\n', all.Exception?.InnerExceptions.Select(e => e.Message) ?? []));
    }

    private async Task HoldsAsync(string name, RuntimeSpec spec, ConformanceCase test)
    {
        await using var pod = await ExecutionPod.StartAsync(place, name, spec, Ct);
        var run = await RunAsync(pod, new() { Language = spec.Language, Files = [new() { Content = test.Source }], Stdin = test.Stdin, Args = test.Args });
        Assert.True(test.Expect.Outcome == run.Finished.Outcome, $"{test.Name}: {Shown(run)}");
        if (test.Expect.Stdout is { } stdout)
            Assert.True(stdout == run.Stdout, $"{test.Name}: {Shown(run)}");
        if (test.Expect.ExitCode is { } exitCode)
            Assert.Equal(exitCode, run.Finished.ExitCode);
        Assert.Equal(0, (await pod.EndAsync(Ct)).ExitCode);
    }

    private async Task SampleRunsAsync(string name, RuntimeSpec spec)
    {
        await using var pod = await ExecutionPod.StartAsync(place, name, spec, Ct);
        var run = await RunAsync(pod, new() { Language = spec.Language, Files = [new() { Content = spec.Editor!.Sample! }] });
        Assert.True(run.Finished.Outcome == Outcome.Succeeded, $"sample: {Shown(run)}");
        Assert.Equal("", run.Text(OutputStream.Stderr, Phase.Compile) + run.Stderr);
        Assert.Contains("12 █████████ 9\n", run.Stdout, StringComparison.Ordinal);
    }

    private static async Task<RunnerOutput> RunAsync(ExecutionPod pod, ExecutionRequest request)
    {
        static PhasePlan Patient(PhasePlan phase) => phase with { Limits = phase.Limits with { WallMs = phase.Limits.WallMs * Patience } };
        var plan = pod.PlanOf(request);
        await OneAtATime.WaitAsync(Ct);
        try
        {
            return await pod.RunAsync(plan with { Compile = plan.Compile is { } compile ? Patient(compile) : null, Run = Patient(plan.Run) }, Ct);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private async Task SandboxHoldsAsync(string name, RuntimeSpec spec)
    {
        await using var pod = await ExecutionPod.StartAsync(place, name, spec, Ct);
        var run = await pod.RunAsync(pod.Probe(spec.Limits.Defaults(), "surroundings"), Ct);
        Assert.True(run.Finished.Outcome == Outcome.Succeeded, $"surroundings: {Shown(run)}");
    }

    private async Task EndsAsync(RuntimeSpec spec, Func<Limits, Limits> limit, string probe, params Outcome[] outcomes)
    {
        await using var pod = await ExecutionPod.StartAsync(place, "python", spec, Ct);
        var run = await pod.RunAsync(pod.Probe(limit(spec.Limits.Defaults()), probe), Ct);
        Assert.True(outcomes.Contains(run.Finished.Outcome), $"{probe}: {Shown(run)}");
        Assert.Equal(0, (await pod.EndAsync(Ct)).ExitCode);
    }

    private static string Shown(RunnerOutput run) => $"{run.Finished}\n{run.Text(OutputStream.Stderr, Phase.Compile)}{run.Text(OutputStream.Stdout, Phase.Compile)}{run.Stdout}{run.Stderr}";
}
