using k8s;
using k8s.Models;
using RCoder.Cluster.Clusters;
using RCoder.Cluster.Dispatch;
using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;

namespace RCoder.Cluster.Chaos;

/// <summary>What becomes of runs when parts of the cluster itself crash.</summary>
[Collection(nameof(Alone))]
public sealed class PartsTests(PartsTests.Fixture on, ITestOutputHelper output) : IClassFixture<PartsTests.Fixture>
{
    public sealed class Fixture : DispatchCluster
    {
        public RoleProcess Dispatcher { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            if (Missing is null)
                Dispatcher = await DispatcherAsync();
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_kubelet_is_dead_a_run_goes_on_and_one_that_needs_a_pod_waits_for_it()
    {
        Assert.SkipWhen(DispatchCluster.Missing is not null, DispatchCluster.Missing ?? "");
        await using var parts = await Parts.HoldAsync(on.Client);
        await on.WarmAsync(1);
        await on.Dispatcher.FreeAsync(1);
        var running = await on.Api.AcceptAsync(Program("import time; print('begun'); time.sleep(4); print('ended')"), Ct);
        await on.Api.BegunAsync(running, Ct);
        var kubelets = (await on.Client.CoreV1.ListNodeAsync(cancellationToken: Ct)).Items.Select(node => "kubelet-" + node.Metadata.Name).ToList();
        foreach (var kubelet in kubelets)
            await parts.KillAsync(kubelet);
        var waiting = await on.Api.AcceptAsync(Program("print('had a pod')"), Ct);
        await on.JobOfAsync(waiting);
        await on.Api.EventsAsync(running, null, Ct);
        var first = await on.Api.GetAsync(running, Ct);
        Assert.Equal((Outcome.Succeeded, 1, "begun\nended\n"), (first.Outcome, first.Attempt, first.Stdout));
        Assert.Null((await on.Api.GetAsync(waiting, Ct)).Outcome);

        foreach (var kubelet in kubelets)
            await parts.StartAsync(kubelet);
        await on.Api.EventsAsync(waiting, null, Ct);
        var second = await on.Api.GetAsync(waiting, Ct);
        Assert.Equal((Outcome.Succeeded, 1, "had a pod\n"), (second.Outcome, second.Attempt, second.Stdout));
        output.WriteLine($"{second.Timings}");
        await on.PodsAsync(pods => pods.All(pod => pod.Status.Phase == "Succeeded"));
    }

    [Fact]
    public async Task A_pod_that_is_deleted_while_its_kubelet_is_dead_goes_on_with_its_run()
    {
        Assert.SkipWhen(DispatchCluster.Missing is not null, DispatchCluster.Missing ?? "");
        await using var parts = await Parts.HoldAsync(on.Client);
        await on.WarmAsync(1);
        await on.Dispatcher.FreeAsync(1);
        var id = await on.Api.AcceptAsync(Program("import time; print('begun'); time.sleep(4); print('ended')"), Ct);
        var pod = await on.Api.BegunAsync(id, Ct);
        var kubelet = "kubelet-" + (await on.Client.CoreV1.ReadNamespacedPodAsync(pod, on.Namespace, cancellationToken: Ct)).Spec.NodeName;
        await parts.KillAsync(kubelet);
        await on.Client.CoreV1.DeleteNamespacedPodAsync(pod, on.Namespace, new V1DeleteOptions { GracePeriodSeconds = 0 }, cancellationToken: Ct);
        await parts.StartAsync(kubelet);
        await on.Api.EventsAsync(id, null, Ct);
        var result = await on.Api.GetAsync(id, Ct);
        output.WriteLine($"{result.Outcome}, attempt {result.Attempt}: {result.Message}");
        // By the log alone it can't be told whether the program was still there: it is never the program's fault.
        Assert.True(result.Outcome is Outcome.Succeeded or Outcome.PlatformError, $"{result.Outcome}");
        Assert.True(result.Outcome == Outcome.PlatformError || result.Stdout == "begun\nended\n", result.Stdout);
    }

    [Fact]
    public async Task A_warm_run_needs_no_API_server_and_a_cold_one_waits_for_it()
    {
        Assert.SkipWhen(DispatchCluster.Missing is not null, DispatchCluster.Missing ?? "");
        await using var parts = await Parts.HoldAsync(on.Client);
        await on.WarmAsync(1);
        await on.Dispatcher.FreeAsync(1);
        // A runner waits until its network is closed, and who closes it learns of the pod from the API server.
        var old = TimeSpan.FromSeconds(5);
        await on.PodsAsync(pods => pods.Where(pod => pod.Status.Phase == "Running").All(pod => DateTime.UtcNow - pod.Status.StartTime > old));
        await parts.KillAsync("kube-apiserver");
        var warm = await on.Api.RunAsync(Program("print('warm')"), Ct);
        Assert.Equal((Outcome.Succeeded, 1, "warm\n"), (warm.Outcome, warm.Attempt, warm.Stdout));
        var cold = await on.Api.AcceptAsync(Program("print('cold')"), Ct);
        await parts.StartAsync("kube-apiserver");
        await on.Api.EventsAsync(cold, null, Ct);
        var result = await on.Api.GetAsync(cold, Ct);
        Assert.Equal((Outcome.Succeeded, 1, "cold\n", null), (result.Outcome, result.Attempt, result.Stdout, result.Message));
        output.WriteLine($"{result.Timings}");
    }

    private static object Program(string source) => new { language = "python", source };
}
