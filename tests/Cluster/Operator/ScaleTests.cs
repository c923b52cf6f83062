using k8s;
using k8s.Models;
using RCoder.Cluster.Clusters;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Resources;
using RCoder.Operator.Conformance;

namespace RCoder.Cluster.Operator;

/// <summary>What an operator costs that has much to look after and nothing to do.</summary>
[Collection(nameof(Operating))]
public sealed class ScaleTests(OperatorCluster on, ITestOutputHelper output) : IClassFixture<OperatorCluster>
{
    private const int Runtimes = 50;
    private const int PodsEach = 20;
    private const long MostBytes = 150L << 20;
    private const double MostOfACore = 0.1;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_runtimes_and_a_thousand_pods_at_rest_cost_little()
    {
        Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
        Assert.SkipWhen(PretendNode.Program is null, "kwok is not in PATH: no thousand pods can be pretended");
        await using var node = await PretendNode.StartAsync(on.Client, on.Namespace, Ct);
        var names = Enumerable.Range(1, Runtimes).Select(i => $"scale-{i}").ToList();
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Ct }, async (name, _) => await PrepareAsync(node, name));
        await Waiting.Until("the pods pretend to run", () => RunningPods() == Runtimes * PodsEach, TimeSpan.FromMinutes(5));

        var rcoder = await on.StartOperatorAsync();
        foreach (var name in names)
            await on.Runtimes.UntilAsync(name, runtime => LiveRuntimes.Condition(runtime, "Ready")?.Status == "True" && runtime.Status!.Pool.Ready == PodsEach);
        var (before, writes) = (rcoder.Cpu, await StatusWritesAsync(rcoder));
        using var timer = new PeriodicTimer(Watched);
        await timer.WaitForNextTickAsync(Ct);
        var share = (rcoder.Cpu - before) / Watched;
        output.WriteLine($"{Runtimes} runtimes, {Runtimes * PodsEach} pods: {rcoder.Memory / 1048576.0:0} MiB resident, {share:0.0%} of a core");
        Assert.Equal(writes, await StatusWritesAsync(rcoder));
        Assert.Equal(Runtimes * PodsEach, RunningPods());
        Assert.InRange(share, 0, MostOfACore);
        Assert.InRange(rcoder.Memory, 1, MostBytes);
    }

    /// <summary>A runtime that was proved before, and its pods.</summary>
    private async Task PrepareAsync(PretendNode node, string name)
    {
        var spec = OperatorCluster.Python(name) with { Pool = new() { Min = PodsEach, Max = PodsEach, CpuRequest = "10m" } };
        await on.Runtimes.ApplyAsync(name, spec);
        var status = new LanguageRuntimeStatus { ConformanceHash = ProofHash.Of(on.Jobs.PoolHash(spec), spec) };
        await on.Client.CustomObjects.PatchClusterCustomObjectStatusAsync(
            new V1Patch(KubernetesJson.Serialize(new { status }), V1Patch.PatchType.MergePatch), Names.Group, Names.Version, LanguageRuntime.Plural, name, cancellationToken: Ct);
        for (var i = 0; i < PodsEach; i++)
        {
            var job = on.Jobs.Warm(name, spec, $"{i:x8}");
            job.Spec.Template.Spec.NodeName = node.Name;
            job.Spec.Template.Spec.Tolerations = [new() { OperatorProperty = "Exists" }];
            await on.Client.BatchV1.CreateNamespacedJobAsync(job, on.Namespace, cancellationToken: Ct);
        }
    }

    private int RunningPods() => on.Client.CoreV1.ListNamespacedPod(on.Namespace, fieldSelector: "status.phase=Running").Items.Count;

    private static async Task<string> StatusWritesAsync(OperatorProcess rcoder) => await rcoder.LinesAsync("rcoder_operator_status_writes_total", Ct);
}
