using k8s;
using k8s.Models;
using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;
using RCoder.Kubernetes;

namespace RCoder.Cluster.Dispatch;

/// <summary>A node falls silent: the node controller says so of its pods minutes before it takes them away.</summary>
[Collection(nameof(Dispatching))]
public sealed class ReadinessTests(DispatchCluster on) : IClassFixture<DispatchCluster>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pod_that_is_not_ready_any_more_gets_no_run_and_does_again_when_it_is()
    {
        Assert.SkipWhen(DispatchCluster.Missing is not null, DispatchCluster.Missing ?? "");
        await using var dispatcher = await on.DispatcherAsync();
        var job = Assert.Single(await on.WarmAsync(1));
        await dispatcher.FreeAsync(1);
        var pod = (await on.PodsAsync(_ => true)).Single(pod => pod.GetLabel(Names.JobNameLabel) == job).Metadata.Name;

        // The kubelet, which does live, soon says that it is ready after all.
        var lost = new V1Patch("""{"status": {"conditions": [{"type": "Ready", "status": "False"}]} }""", V1Patch.PatchType.StrategicMergePatch);
        await on.Client.CoreV1.PatchNamespacedPodStatusAsync(lost, pod, on.Namespace, cancellationToken: Ct);
        await dispatcher.FreeAsync(free => free == 0);
        await dispatcher.FreeAsync(1);
        Assert.Equal(("1\n", Outcome.Succeeded), await on.Api.RunAsync(new { language = "python", source = "print(1)" }, Ct) is var result ? (result.Stdout, result.Outcome) : default);
        Assert.Equal(job, (await on.JobOfAsync(result.Id)).Metadata.Name);
    }
}
