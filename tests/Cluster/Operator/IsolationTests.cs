using k8s;
using RCoder.Contracts.Runtimes;

namespace RCoder.Cluster.Operator;

/// <summary>Stronger walls than the cluster's own: a runtime behind them proves itself, and is measured, as any other.</summary>
[Collection(nameof(Operating))]
public sealed class IsolationTests(OperatorCluster on, ITestOutputHelper output) : IClassFixture<OperatorCluster>
{
    private const string GVisor = "gvisor";

    [Fact]
    public async Task Under_gVisor_a_runtime_is_ready_with_its_latency()
    {
        Skip();
        var known = await on.Client.NodeV1.ListRuntimeClassAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.SkipUnless(known.Items.Any(runtimeClass => runtimeClass.Metadata.Name == GVisor), $"the cluster has no RuntimeClass {GVisor}");
        await ReadyAsync("behind-gvisor", new() { RuntimeClassName = GVisor });
    }

    [Fact]
    public async Task In_user_namespaces_of_its_pods_a_runtime_is_ready_with_its_latency()
    {
        Skip();
        await ReadyAsync("own-users", new() { HostUsers = false });
    }

    private async Task ReadyAsync(string name, IsolationSpec isolation)
    {
        await using var rcoder = await on.StartOperatorAsync();
        await on.Runtimes.ApplyAsync(name, OperatorCluster.Python(name) with { Isolation = isolation });
        var (ready, after) = await on.Runtimes.ReadyAsync(name);
        var latency = ready.Status!.Latency!;
        output.WriteLine($"ready {after.TotalSeconds:0.0} s after apply; p50 {latency.P50Ms} ms, p99 {latency.P99Ms} ms");
        Assert.InRange(latency.P50Ms, 0.1, 60_000);
        Assert.InRange(latency.P99Ms, latency.P50Ms, 60_000);
        var pod = (await Pods.UntilAsync(on, name, pods => pods.Any(Pods.Runs), "a pod waits")).First(Pods.Runs);
        Assert.Equal((isolation.RuntimeClassName, isolation.HostUsers ? null : (bool?)false), (pod.Spec.RuntimeClassName, pod.Spec.HostUsers));
    }

    private static void Skip() => Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
}
