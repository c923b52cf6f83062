using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RCoder.Cluster.Clusters;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;
using RCoder.Contracts.Topics;
using RCoder.Integration.Hosting;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Executions;
using RCoder.Messaging;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;

namespace RCoder.Cluster.Dispatch;

/// <summary>
/// A namespace of execution pods with restricted Pod Security, topics of its own, the API, and a dispatcher with its own
/// rights: all as installed, but that the tests make the pods of the pool.
/// </summary>
public class DispatchCluster : IAsyncLifetime
{
    private readonly TestCluster cluster = new();
    private readonly List<IAsyncDisposable> running = [];
    private ServiceProvider? services;
    private string? token;
    private string? config;
    private RoleProcess? api;

    public static string? Missing => TestCluster.Missing
        ?? (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS")) ? "KAFKA_BOOTSTRAP_SERVERS is not set: there is no Kafka to test on" : null)
        ?? (RoleProcess.Program is null ? "artifacts/rcoder is not there (run make build): no dispatcher can be started" : null);

    public static ExecutionsOptions Options(string @namespace) => new()
    {
        Namespace = @namespace,
        RunnerImage = Environment.GetEnvironmentVariable("RCODER_TEST_RUNNER_IMAGE") ?? "rcoder-runner:dev",
    };

    public IKubernetes Client => cluster.Client;
    public string Namespace => cluster.Namespace;
    public ExecutionJob Jobs => new(Options(Namespace));
    public string Token => token!;
    public HttpClient Api => api!.Http;

    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["RCODER_Kafka__Prefix"] = $"test-{Guid.NewGuid():N}-"[..14],
        ["RCODER_Kafka__WriteTimeoutMs"] = "20000",
        ["RCODER_Dispatcher__PoolToken"] = "what the pods of this test ask for",
    };

    /// <summary>Python as the catalogue has it.</summary>
    public static RuntimeSpec Python { get; } = new()
    {
        Language = "python",
        Version = "3.13.5",
        Image = "python:3.13-slim",
        Source = "main.py",
        Run = new() { Command = ["python3", "{source}"] },
        Env = new Dictionary<string, string> { ["PYTHONUNBUFFERED"] = "1", ["PYTHONDONTWRITEBYTECODE"] = "1" },
        Limits = new() { Default = new() { MemoryBytes = 64 << 20, WallMs = 30_000 }, Max = new() { MemoryBytes = 512 << 20, WallMs = 60_000 } },
        Pool = new() { Min = 0, Max = 20 },
    };

    public virtual async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        var ct = TestContext.Current.CancellationToken;
        await cluster.InitializeAsync();
        var labels = new V1Patch("""{"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "restricted"} } }""", V1Patch.PatchType.MergePatch);
        await Client.CoreV1.PatchNamespaceAsync(labels, Namespace, cancellationToken: ct);
        var secret = new V1Secret { Metadata = new() { Name = "rcoder-pool" }, StringData = new Dictionary<string, string> { ["token"] = Settings["RCODER_Dispatcher__PoolToken"]! } };
        await Client.CoreV1.CreateNamespacedSecretAsync(secret, Namespace, cancellationToken: ct);
        await Client.NetworkingV1.CreateNamespacedNetworkPolicyAsync(Closed, Namespace, cancellationToken: ct);
        token = await DispatcherIdentity.CreateAsync(Client, Namespace, ct);
        Settings["RCODER_Executions__Namespace"] = Namespace;
        Settings["RCODER_Executions__RunnerImage"] = Options(Namespace).RunnerImage;
        Settings["KUBECONFIG"] = config = await DispatcherIdentity.KubeConfigAsync(token, null, ct);

        var messaging = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Kafka:BootstrapServers", Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS")),
            new("Kafka:Prefix", Settings["RCODER_Kafka__Prefix"]),
            new("Kafka:WriteTimeoutMs", "20000"),
        ]).Build();
        services = new ServiceCollection().AddLogging().AddMessaging(messaging).BuildServiceProvider();
        await services.GetRequiredService<KafkaConnection>().EnsureTopicAsync(TopicNames.Runtimes, ct);
        await PublishAsync("python", Python);
        api = await RoleProcess.StartAsync("api", Settings, ct);
        running.Add(api);
    }

    /// <summary>Nothing gets out, and nothing in but to the runner's port.</summary>
    private static V1NetworkPolicy Closed => new()
    {
        Metadata = new() { Name = "closed" },
        Spec = new()
        {
            PodSelector = new() { MatchLabels = new Dictionary<string, string> { [Names.PartOfLabel] = Names.PartOf } },
            PolicyTypes = ["Ingress", "Egress"],
            Ingress = [new() { Ports = [new() { Port = ExecutionJob.RunnerPort }] }],
        },
    };

    /// <summary>What the operator does when a runtime has become ready.</summary>
    public async Task PublishAsync(string name, RuntimeSpec spec, Func<Runtime, Runtime>? change = null)
    {
        var runtime = new Runtime { Name = name, Spec = spec, Ready = true, Pool = Jobs.PoolHash(spec), Generation = 1 };
        await services!.GetRequiredService<KafkaConnection>().EnsureTopicAsync(TopicNames.Jobs(name), TestContext.Current.CancellationToken);
        await services!.GetRequiredService<RuntimeLog>().PublishAsync(change?.Invoke(runtime) ?? runtime, TestContext.Current.CancellationToken);
    }

    public async Task<RoleProcess> DispatcherAsync(params (string Name, string? Value)[] settings)
    {
        var own = new Dictionary<string, string?>(Settings);
        foreach (var (name, value) in settings)
            own[name] = value;
        var process = await RoleProcess.StartAsync("dispatcher", own, TestContext.Current.CancellationToken);
        running.Add(process);
        return process;
    }

    /// <summary>Makes pods that wait for a program; ends when they run. The names of their Jobs.</summary>
    public async Task<IReadOnlyList<string>> WarmAsync(int count, string runtime = "python", RuntimeSpec? spec = null)
    {
        var jobs = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var job = Jobs.Warm(runtime, spec ?? Python, $"{Guid.NewGuid():N}"[..8]);
            await Client.BatchV1.CreateNamespacedJobAsync(job, Namespace, cancellationToken: TestContext.Current.CancellationToken);
            jobs.Add(job.Metadata.Name);
        }
        await PodsAsync(pods => jobs.All(job => pods.Any(pod => pod.GetLabel(Names.JobNameLabel) == job && pod.Status.Phase == "Running")));
        return jobs;
    }

    /// <summary>Looks until the execution pods are as wanted.</summary>
    public async Task<IList<V1Pod>> PodsAsync(Func<IList<V1Pod>, bool> wanted)
    {
        var ct = TestContext.Current.CancellationToken;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var looks = 0; looks < 1200; looks++)
        {
            var pods = (await Client.CoreV1.ListNamespacedPodAsync(Namespace, cancellationToken: ct)).Items;
            if (wanted(pods))
                return pods;
            await timer.WaitForNextTickAsync(ct);
        }
        throw new TimeoutException("the execution pods were not as wanted within two minutes");
    }

    /// <summary>Looks until the run has a Job: a waiting pod's is labelled with it after the result is out, so that nobody waits for that.</summary>
    public async Task<V1Job> JobOfAsync(ExecutionId id) => (await JobOfAsync(id, job => job is not null))!;

    /// <summary>Looks until the run has no Job: one that it leaves is deleted after its result is out, too.</summary>
    public Task NoJobAsync(ExecutionId id) => JobOfAsync(id, job => job is null);

    private async Task<V1Job?> JobOfAsync(ExecutionId id, Func<V1Job?, bool> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var jobs = await Client.BatchV1.ListNamespacedJobAsync(Namespace, labelSelector: $"{Names.ExecutionLabel}={id}", cancellationToken: limit.Token);
            if (wanted(jobs.Items.FirstOrDefault()))
                return jobs.Items.FirstOrDefault();
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(running))
            await process.DisposeAsync();
        if (services is not null)
        {
            await services.DisposeAsync();
            await TestTopics.DeleteAsync(Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS")!, Settings["RCODER_Kafka__Prefix"]!);
        }
        if (config is not null)
            File.Delete(config);
        await cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>One after the other: each uses the whole machine.</summary>
[CollectionDefinition(nameof(Dispatching))]
public sealed class Dispatching;
