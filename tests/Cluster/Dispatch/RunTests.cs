using k8s;
using k8s.Models;
using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;
using RCoder.Kubernetes;

namespace RCoder.Cluster.Dispatch;

/// <summary>API, Kafka and dispatcher as processes; pods on the cluster.</summary>
[Collection(nameof(Dispatching))]
public sealed class RunTests(RunTests.Fixture on, ITestOutputHelper output) : IClassFixture<RunTests.Fixture>
{
    public sealed class Fixture : DispatchCluster
    {
        private CountingProxy? proxy;

        internal CountingProxy Asked => proxy!;
        public RoleProcess Dispatcher { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            if (Missing is not null)
                return;
            var ct = TestContext.Current.CancellationToken;
            var range = new V1LimitRange { Metadata = new() { Name = "size" }, Spec = new() { Limits = [new() { Type = "Container", Max = new Dictionary<string, ResourceQuantity> { ["memory"] = new("400Mi") } }] } };
            await Client.CoreV1.CreateNamespacedLimitRangeAsync(range, Namespace, cancellationToken: ct);
            proxy = await CountingProxy.StartAsync(Token, ct);
            Dispatcher = await DispatcherAsync(("KUBECONFIG", await DispatcherIdentity.KubeConfigAsync(null, proxy.Address, ct)));
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            if (proxy is not null)
                await proxy.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_warm_run_asks_the_cluster_for_nothing_before_its_result()
    {
        Skip();
        var job = Assert.Single(await on.WarmAsync(1));
        await on.Dispatcher.FreeAsync(1);
        var before = on.Asked.Requests.Count;
        var result = await on.Api.RunAsync(Program("print(6 * 7)"), Ct);
        // Jobs of runs before it may still be labelled, or removed.
        bool OfAnother(string request) => request.Split(' ')[0] is "PATCH" or "DELETE" && request.Contains("/jobs/", StringComparison.Ordinal) && !request.EndsWith($"/jobs/{job}", StringComparison.Ordinal);
        var asked = on.Asked.Requests.Skip(before).Where(request => !OfAnother(request)).ToList();

        Assert.Equal(("42\n", Outcome.Succeeded), (result.Stdout, result.Outcome));
        Assert.Empty(asked);
        // For people, afterwards.
        Assert.Equal(job, (await on.JobOfAsync(result.Id)).Metadata.Name);
        output.WriteLine($"{result.Timings}");
    }

    [Fact]
    public async Task With_no_pod_that_waits_a_Job_is_made_for_the_run()
    {
        Skip();
        var result = await on.Api.RunAsync(Program("import os; print(os.getcwd())"), Ct);
        Assert.Equal(("/workspace\n", Outcome.Succeeded), (result.Stdout, result.Outcome));
        var job = await on.JobOfAsync(result.Id);
        Assert.Equal($"run-{result.Id}-1", job.Metadata.Name);
        Assert.DoesNotContain("getcwd", KubernetesJson.Serialize(job), StringComparison.Ordinal);
        output.WriteLine($"{result.Timings}");
    }

    [Fact]
    public async Task A_run_that_asks_for_more_memory_than_waiting_pods_have_gets_a_pod_of_its_size()
    {
        Skip();
        await on.WarmAsync(1);
        await on.Dispatcher.FreeAsync(1);
        var result = await on.Api.RunAsync(Program("x = bytearray(150 << 20); print(len(x))", memoryMb: 256), Ct);
        Assert.Equal(($"{150 << 20}\n", Outcome.Succeeded), (result.Stdout, result.Outcome));
        var pod = (await on.JobOfAsync(result.Id)).Spec.Template.Spec.Containers.Single();
        Assert.Equal("288Mi", pod.Resources.Limits["memory"].ToString());
    }

    [Fact]
    public async Task A_memory_hog_is_told_so_and_not_tried_again()
    {
        Skip();
        var result = await on.Api.RunAsync(Program("x = []\nwhile True: x.append(bytearray(1 << 20))"), Ct);
        Assert.Equal((Outcome.MemoryLimitExceeded, 1), (result.Outcome, result.Attempt));
    }

    [Fact]
    public async Task A_pod_that_is_deleted_in_the_middle_of_a_run_costs_an_attempt_and_no_more()
    {
        Skip();
        var (result, reason) = await LoseAsync(pod => on.Client.CoreV1.DeleteNamespacedPodAsync(pod, on.Namespace, cancellationToken: Ct));
        Assert.Equal((Outcome.Succeeded, 2, "begun\nended\n"), (result.Outcome, result.Attempt, result.Stdout));
        Assert.Contains("was deleted", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_is_evicted_in_the_middle_of_a_run_costs_an_attempt_and_no_more()
    {
        Skip();
        var (result, reason) = await LoseAsync(pod => on.Client.CoreV1.CreateNamespacedPodEvictionAsync(
            new V1Eviction { Metadata = new() { Name = pod, NamespaceProperty = on.Namespace } }, pod, on.Namespace, cancellationToken: Ct));
        Assert.Equal((Outcome.Succeeded, 2, "begun\nended\n"), (result.Outcome, result.Attempt, result.Stdout));
        Assert.Contains("taken away", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_cancelled_in_its_pod_and_its_pod_goes()
    {
        Skip();
        var id = await on.Api.AcceptAsync(Program("import time; print('begun'); time.sleep(20)"), Ct);
        await on.Api.BegunAsync(id, Ct);
        using var cancelled = await on.Api.DeleteAsync($"/v1/executions/{id}", Ct);
        await on.Api.EventsAsync(id, null, Ct);
        Assert.Equal(Outcome.Cancelled, (await on.Api.GetAsync(id, Ct)).Outcome);
        await on.PodsAsync(pods => pods.All(pod => pod.GetLabel(Names.ExecutionLabel) != $"{id}" || pod.Status.Phase == "Succeeded"));
    }

    [Fact]
    public async Task What_the_cluster_refuses_is_the_platforms_error_in_the_clusters_words()
    {
        Skip();
        // Beyond this namespace's LimitRange, which the fixture made.
        var result = await on.Api.RunAsync(Program("print(1)", memoryMb: 480), Ct);
        Assert.Equal(Outcome.PlatformError, result.Outcome);
        Assert.Contains("maximum memory usage per Container is 400Mi", result.Message, StringComparison.Ordinal);
        await on.NoJobAsync(result.Id);
    }

    [Fact]
    public async Task An_image_that_can_not_be_is_the_platforms_error_and_named()
    {
        Skip();
        await on.PublishAsync("nowhere", DispatchCluster.Python with { Language = "nowhere", Image = "Not_An_Image:1" });
        await on.PodsAsync(_ => on.Api.GetStringAsync("/v1/runtimes", Ct).GetAwaiter().GetResult().Contains("nowhere", StringComparison.Ordinal));
        var result = await on.Api.RunAsync(new { language = "nowhere", source = "" }, Ct);
        Assert.Equal(Outcome.PlatformError, result.Outcome);
        Assert.Contains("Not_An_Image:1", result.Message, StringComparison.Ordinal);
    }

    /// <summary>Runs a program, has its pod lost as soon as it has begun, and says what became of it, and with what reason.</summary>
    private async Task<(ExecutionResult Result, string Reason)> LoseAsync(Func<string, Task> lose)
    {
        var id = await on.Api.AcceptAsync(Program("import time; print('begun'); time.sleep(6); print('ended')"), Ct);
        await lose(await on.Api.BegunAsync(id, Ct));
        var events = await on.Api.EventsAsync(id, null, Ct);
        var retrying = Assert.Single(events, e => e.Type == "retrying");
        return (await on.Api.GetAsync(id, Ct), retrying.Data.GetProperty("reason").GetString()!);
    }

    private static object Program(string source, int? memoryMb = null) =>
        new { language = "python", source, limits = memoryMb is null ? null : new { memoryBytes = (long)memoryMb << 20 } };

    private static void Skip() => Assert.SkipWhen(DispatchCluster.Missing is not null, DispatchCluster.Missing ?? "");
}
