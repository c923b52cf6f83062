using k8s;
using RCoder.Cluster.Clusters;
using RCoder.Cluster.Pods;
using RCoder.Cluster.Runtimes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Executions;

namespace RCoder.Cluster.Hostile;

/// <summary>A namespace without a NetworkPolicy, as one is in which nobody enforces them.</summary>
public sealed class OpenNetworkTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const int NetworkOpen = 5;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_runner_takes_a_program_but_that_of_the_case_that_tells_of_it()
    {
        var options = new ExecutionsOptions { Namespace = cluster.Namespace };
        options.RunnerImage = Environment.GetEnvironmentVariable("RCODER_TEST_RUNNER_IMAGE") ?? options.RunnerImage;
        var jobs = new ExecutionJob(options);
        var spec = Manifests.Read("python").Spec!;
        await cluster.Client.CoreV1.CreateNamespacedSecretAsync(
            new() { Metadata = new() { Name = options.TokenSecret }, StringData = new Dictionary<string, string> { ["token"] = ExecutionNamespace.PoolToken } }, cluster.Namespace, cancellationToken: Ct);
        await cluster.Client.BatchV1.CreateNamespacedJobAsync(jobs.Warm("python", spec, "open"), cluster.Namespace, cancellationToken: Ct);
        await cluster.Client.BatchV1.CreateNamespacedJobAsync(jobs.Conformance("proof", "python", spec, "surroundings"), cluster.Namespace, cancellationToken: Ct);

        await Waiting.Until("the runner of the pool gives up", async () => await ExitCodeAsync(Names.PoolLabel) == NetworkOpen, TimeSpan.FromSeconds(90));
        Assert.Null(await ExitCodeAsync(Names.ConformanceLabel));
    }

    private async Task<int?> ExitCodeAsync(string label) =>
        (await cluster.Client.CoreV1.ListNamespacedPodAsync(cluster.Namespace, labelSelector: label, cancellationToken: Ct)).Items
            .SelectMany(pod => pod.Status.ContainerStatuses ?? []).Select(status => status.State?.Terminated?.ExitCode).SingleOrDefault();
}
