using k8s;
using k8s.Models;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Kubernetes;

namespace RCoder.Cluster.Operator;

/// <summary>Pods that wait: replaced, more under demand, fewer after it, and never one with a program in it taken away.</summary>
[Collection(nameof(Operating))]
public sealed class PoolTests(PoolTests.Fixture on, ITestOutputHelper output) : IClassFixture<PoolTests.Fixture>
{
    public sealed class Fixture : OperatorCluster
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            if (Missing is null)
                await StartOperatorAsync();
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_follows_demand_up_to_its_maximum_and_shrinks_when_nothing_happens()
    {
        Skip();
        const string name = "grows";
        await ReadyAsync(name);
        // Two runs that found no pod waiting.
        var cold = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var job = on.Jobs.Cold(ExecutionId.New(DateTimeOffset.UtcNow), 1, name, OperatorCluster.Python(name), Limits.Default);
            await on.Client.BatchV1.CreateNamespacedJobAsync(job, on.Namespace, cancellationToken: Ct);
            cold.Add(job.Metadata.Name);
        }
        var grown = await Pods.UntilAsync(on, name, pods => pods.Count(Pooled) > 1, "the pool has grown");
        output.WriteLine($"grew to {grown.Count(Pooled)}");
        var (busy, _) = await on.Runtimes.UntilAsync(name, runtime => runtime.Status!.Pool.Desired > 1);
        Assert.InRange(busy.Status!.Pool.Desired, 2, 4);
        foreach (var job in cold)
            await on.Client.BatchV1.DeleteNamespacedJobAsync(job, on.Namespace, propagationPolicy: "Background", cancellationToken: Ct);
        var small = await Pods.UntilAsync(on, name, pods => pods.Count == 1 && Pods.Runs(pods[0]), "the pool has shrunk");
        await on.Runtimes.UntilAsync(name, runtime => runtime.Status!.Pool is { Desired: 1, Ready: 1 });
        Assert.Equal(RunnerPhase.Free, (await Pods.StateAsync(on, small[0])).State);
    }

    [Fact]
    public async Task A_pod_with_a_program_is_replaced_and_counted_and_left_alone()
    {
        Skip();
        const string name = "claimed";
        await ReadyAsync(name);
        var free = (await Pods.UntilAsync(on, name, pods => pods.Any(Pods.Runs), "a pod waits")).First(Pods.Runs);
        var run = Pods.ClaimAsync(on, free, seconds: 6);
        await LabelAsync(free);
        var (claimed, _) = await on.Runtimes.UntilAsync(name, runtime => runtime.Status!.Pool.Claimed == 1);
        Assert.Equal("True", LiveRuntimes.Condition(claimed, "Ready")!.Status);
        await Pods.UntilAsync(on, name, pods => pods.Any(pod => Pods.Runs(pod) && pod.Metadata.Name != free.Metadata.Name), "another waits");
        await run;
        await on.Runtimes.UntilAsync(name, runtime => runtime.Status!.Pool.Claimed == 0);
    }

    [Fact]
    public async Task While_a_run_waits_for_a_pod_of_its_own_no_pool_is_refilled()
    {
        Skip();
        const string name = "held";
        await ReadyAsync(name);
        var free = (await Pods.UntilAsync(on, name, pods => pods.Any(Pods.Runs), "a pod waits")).First(Pods.Runs);
        // A run of a runtime that can't start: it waits until it is taken away.
        var cold = on.Jobs.Cold(ExecutionId.New(DateTimeOffset.UtcNow), 1, name, OperatorCluster.Python(name), Limits.Default);
        cold.Spec.Template.Spec.NodeSelector = new Dictionary<string, string> { ["rcoder.dev/no-such-node"] = "true" };
        cold.Spec.Template.Spec.SchedulerName = "nobody";
        await on.Client.BatchV1.CreateNamespacedJobAsync(cold, on.Namespace, cancellationToken: Ct);
        await Pods.UntilAsync(on, name, pods => pods.Any(pod => pod.Metadata.Labels.ContainsKey(Names.ExecutionLabel)), "the run has its pod");
        await Pods.ClaimAsync(on, free, seconds: 0);
        await LabelAsync(free);
        var left = await Pods.UntilAsync(on, name, pods => pods.All(pod => pod.Metadata.Name != free.Metadata.Name), "the claimed pod has ended");
        Assert.True(left is [{ Status.Phase: "Pending" }], "a pod was made for the pool");

        await on.Client.BatchV1.DeleteNamespacedJobAsync(cold.Metadata.Name, on.Namespace, propagationPolicy: "Background", cancellationToken: Ct);
        await Pods.UntilAsync(on, name, pods => pods.Any(Pods.Runs), "the pool is refilled");
    }

    [Fact]
    public async Task A_pod_that_is_taken_away_is_replaced()
    {
        Skip();
        const string name = "taken";
        await ReadyAsync(name);
        var free = (await Pods.UntilAsync(on, name, pods => pods.Any(Pods.Runs), "a pod waits")).First(Pods.Runs);
        await on.Client.CoreV1.DeleteNamespacedPodAsync(free.Metadata.Name, on.Namespace, gracePeriodSeconds: 0, cancellationToken: Ct);
        await Pods.UntilAsync(on, name, pods => pods.Any(pod => Pods.Runs(pod) && pod.Metadata.Name != free.Metadata.Name), "another waits");
    }

    private async Task ReadyAsync(string name)
    {
        await on.Runtimes.ApplyAsync(name, OperatorCluster.Python(name));
        await on.Runtimes.ReadyAsync(name);
    }

    private static bool Pooled(V1Pod pod) => pod.Metadata.Labels.ContainsKey(Names.PoolLabel);

    /// <summary>As a dispatcher does after its claim.</summary>
    private async Task LabelAsync(V1Pod pod) => await on.Client.BatchV1.PatchNamespacedJobAsync(
        new V1Patch(KubernetesJson.Serialize(new { metadata = new { labels = new Dictionary<string, string> { [Names.ExecutionLabel] = ExecutionId.New(DateTimeOffset.UtcNow).ToString() } } }), V1Patch.PatchType.MergePatch),
        pod.GetLabel(Names.JobNameLabel), on.Namespace, cancellationToken: Ct);

    private static void Skip() => Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
}
