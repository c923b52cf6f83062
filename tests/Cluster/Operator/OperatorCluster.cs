using System.Net;
using System.Net.Sockets;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RCoder.Cluster.Clusters;
using RCoder.Cluster.Dispatch;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Executions;
using RCoder.Messaging;

namespace RCoder.Cluster.Operator;

/// <summary>
/// What an operator needs, of the test's own: a namespace of execution pods as it is when installed, topics, and
/// LanguageRuntimes that no other operator sees. Several operators may run on it.
/// </summary>
public class OperatorCluster : IAsyncLifetime
{
    private const string Token = "what the pods of this test ask for";
    private const int TtlSeconds = 30;
    private const string Owner = Names.Group + "/test";

    private readonly TestCluster cluster = new();
    private readonly List<RoleProcess> processes = [];
    private ServiceProvider? services;
    private IAsyncDisposable? held;

    public static string? Missing => TestCluster.Missing
        ?? (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS")) ? "KAFKA_BOOTSTRAP_SERVERS is not set: there is no Kafka to test on" : null)
        ?? (RoleProcess.Program is null ? "artifacts/rcoder is not there (run make build): no operator can be started" : null);

    public IKubernetes Client => cluster.Client;
    public string Namespace => cluster.Namespace;
    public string KafkaPrefix { get; } = $"test-{Guid.NewGuid():N}-"[..14];
    internal LiveRuntimes Runtimes { get; private set; } = null!;

    /// <summary>Settings of every operator here, by variable.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Python with one case of its own, and small pods. <paramref name="name"/> is its language too.</summary>
    public static RuntimeSpec Python(string name) => new()
    {
        Language = name,
        Version = "3.13.5",
        Image = "python:3.13-slim",
        Source = "main.py",
        Run = new() { Command = ["python3", "{source}"] },
        Limits = new() { Default = new() { MemoryBytes = 64 << 20 } },
        Pool = new() { Min = 1, Max = 4, CpuRequest = "10m" },
        Conformance = [new() { Name = "hello", Source = "print(6 * 7)", Expect = new() { Stdout = "42\n" } }],
    };

    public T Get<T>()
        where T : notnull => services!.GetRequiredService<T>();

    public virtual async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        var ct = TestContext.Current.CancellationToken;
        held = await MachineLock.HoldAsync("operator.lock");
        await cluster.InitializeAsync();
        await Definition.InstallAsync(Client, ct);
        var restricted = new V1Patch("""{"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "restricted"} } }""", V1Patch.PatchType.MergePatch);
        await Client.CoreV1.PatchNamespaceAsync(restricted, Namespace, cancellationToken: ct);
        await Client.CoreV1.CreateNamespacedSecretAsync(new() { Metadata = new() { Name = "rcoder-pool" }, StringData = new Dictionary<string, string> { ["token"] = Token } }, Namespace, cancellationToken: ct);
        await AllowOnlyThisMachineAsync(ct);

        Settings["RCODER_Kafka__Prefix"] = KafkaPrefix;
        Settings["RCODER_Executions__Namespace"] = Namespace;
        Settings["RCODER_Executions__RunnerImage"] = Environment.GetEnvironmentVariable("RCODER_TEST_RUNNER_IMAGE") ?? "rcoder-runner:dev";
        Settings["RCODER_Executions__TtlSeconds"] = $"{TtlSeconds}";
        Settings["RCODER_Operator__Namespace"] = Namespace;
        Settings["RCODER_Operator__PoolToken"] = Token;
        Settings["RCODER_Operator__Selector"] = $"{Owner}={Namespace}";
        Settings["RCODER_Operator__DrainSeconds"] = "20";
        Settings["RCODER_Operator__ShrinkAfterSeconds"] = "5";
        Settings["RCODER_Leadership__Duration"] = "00:00:05";
        Settings["RCODER_Leadership__StopAfter"] = "00:00:03";
        Settings["RCODER_Leadership__Interval"] = "00:00:01";

        var kafka = new ConfigurationBuilder().AddInMemoryCollection([
            new("Kafka:BootstrapServers", Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS")),
            new("Kafka:Prefix", KafkaPrefix),
            new("Kafka:WriteTimeoutMs", "20000"),
        ]).Build();
        services = new ServiceCollection().AddLogging().AddMessaging(kafka).BuildServiceProvider();
        Runtimes = new LiveRuntimes(Client, new Dictionary<string, string> { [Owner] = Namespace });
    }

    /// <summary>Ends when it leads, and has seen the cluster. <paramref name="changes"/> are over <see cref="Settings"/>.</summary>
    public async Task<RoleProcess> StartOperatorAsync(params (string Name, string Value)[] changes)
    {
        var (settings, ct) = (new Dictionary<string, string?>(Settings), TestContext.Current.CancellationToken);
        foreach (var (name, value) in changes)
            settings[name] = value;
        var started = await RoleProcess.StartAsync("operator", settings, ct);
        processes.Add(started);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var looks = 0; !(await started.Http.GetStringAsync("/metrics", ct)).Contains("\nrcoder_operator_leads 1\n", StringComparison.Ordinal); looks++)
        {
            if (looks > 1200)
                Assert.Fail($"the operator does not lead within a minute: {started.Said}");
            await timer.WaitForNextTickAsync(ct);
        }
        return started;
    }

    /// <summary>Another role of RCoder beside it: <c>api</c> or <c>dispatcher</c>.</summary>
    public async Task<RoleProcess> StartAsync(string role)
    {
        var settings = new Dictionary<string, string?>(Settings)
        {
            ["RCODER_Dispatcher__PoolToken"] = Token,
            ["RCODER_Kafka__WriteTimeoutMs"] = "20000",
        };
        var process = await RoleProcess.StartAsync(role, settings, TestContext.Current.CancellationToken);
        processes.Add(process);
        return process;
    }

    /// <summary>The execution pods of a runtime that are not over.</summary>
    public async Task<IReadOnlyList<V1Pod>> PodsAsync(string runtime) =>
        [.. (await Client.CoreV1.ListNamespacedPodAsync(Namespace, labelSelector: $"{Names.RuntimeLabel}={runtime}", cancellationToken: TestContext.Current.CancellationToken)).Items
            .Where(pod => pod.Status.Phase is "Pending" or "Running" && pod.Metadata.DeletionTimestamp is null)];

    public Task<V1JobList> JobsAsync(string runtime) =>
        Client.BatchV1.ListNamespacedJobAsync(Namespace, labelSelector: $"{Names.RuntimeLabel}={runtime}", cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The Jobs that an operator with <see cref="Settings"/> makes.</summary>
    public ExecutionJob Jobs => new(new ExecutionsOptions { Namespace = Namespace, RunnerImage = Settings["RCODER_Executions__RunnerImage"]!, TtlSeconds = TtlSeconds });

    /// <summary>What every process that ran here said.</summary>
    public string Said => string.Join('\n', processes.Select(process => process.Said));

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (services is null)
            return;
        // While an operator is there to let them go.
        await Runtimes.DeleteAllAsync();
        foreach (var process in processes)
            await process.DisposeAsync();
        await Runtimes.ReleaseAllAsync();
        await services.DisposeAsync();
        await cluster.DisposeAsync();
        await held!.DisposeAsync();
    }

    /// <summary>As installed, but that dispatcher and operator run on this machine.</summary>
    private async Task AllowOnlyThisMachineAsync(CancellationToken ct)
    {
        var from = Environment.GetEnvironmentVariable("RCODER_TEST_HOST_CIDR") ?? $"{await AddressOfThisMachineAsync(ct)}/32";
        V1NetworkPolicy[] policies =
        [
            new() { Metadata = new() { Name = "default-deny" }, Spec = new() { PodSelector = new(), PolicyTypes = ["Ingress", "Egress"] } },
            new() { Metadata = new() { Name = "runner" }, Spec = new() { PodSelector = new(), PolicyTypes = ["Ingress"], Ingress = [new() { FromProperty = [new() { IpBlock = new() { Cidr = from } }] }] } },
        ];
        foreach (var policy in policies)
            await Client.NetworkingV1.CreateNamespacedNetworkPolicyAsync(policy, Namespace, cancellationToken: ct);
    }

    /// <summary>As a node sees it.</summary>
    private async Task<IPAddress> AddressOfThisMachineAsync(CancellationToken ct)
    {
        var node = (await Client.CoreV1.ListNodeAsync(cancellationToken: ct)).Items[0].Status.Addresses.First(address => address.Type == "InternalIP").Address;
        // This sends nothing: it asks the routing table.
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(IPAddress.Parse(node), ExecutionJob.RunnerPort, ct);
        return ((IPEndPoint)socket.LocalEndPoint!).Address.MapToIPv4();
    }
}
