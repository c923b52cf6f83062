using System.Net;
using System.Net.Sockets;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using RCoder.Cluster.Clusters;
using RCoder.Cluster.Runtimes;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Watching;

namespace RCoder.Cluster.Pods;

/// <summary>A namespace of execution pods as <c>manifests/base</c> makes it: restricted Pod Security, a default-deny NetworkPolicy, the pool's token.</summary>
public sealed class ExecutionNamespace : IAsyncLifetime
{
    private readonly TestCluster cluster = new();
    private readonly CancellationTokenSource watching = new();
    private Informer<V1Pod>? pods;
    private Task? watch;
    private HashSet<string> images = [];

    public const string PoolToken = "token-of-this-test";

    public IKubernetes Client => cluster.Client;
    public string Namespace => cluster.Namespace;

    internal ExecutionJob Jobs { get; private set; } = new(new());
    internal Informer<V1Pod> Pods => pods!;

    public async ValueTask InitializeAsync()
    {
        await cluster.InitializeAsync();
        if (TestCluster.Missing is not null)
            return;
        var options = new ExecutionsOptions { Namespace = Namespace };
        if (Environment.GetEnvironmentVariable("RCODER_TEST_RUNNER_IMAGE") is { } image)
            options.RunnerImage = image;
        Jobs = new(options);

        var restricted = """{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}""";
        await Client.CoreV1.PatchNamespaceAsync(new V1Patch(restricted, V1Patch.PatchType.MergePatch), Namespace);
        await Client.CoreV1.CreateNamespacedSecretAsync(
            new() { Metadata = new() { Name = options.TokenSecret }, StringData = new Dictionary<string, string> { ["token"] = PoolToken } }, Namespace);
        foreach (var policy in await KubernetesYaml.LoadAllFromFileAsync(Manifests.PathOf("base/executions-network.yaml")))
        {
            var own = (V1NetworkPolicy)policy;
            own.Metadata.NamespaceProperty = Namespace;
            await Client.NetworkingV1.CreateNamespacedNetworkPolicyAsync(own, Namespace);
        }
        await LetThisMachineInAsync();
        images = [.. (await Client.CoreV1.ListNodeAsync()).Items.SelectMany(node => node.Status.Images ?? []).SelectMany(known => known.Names ?? [])];

        pods = new(Client, new("", "v1", "pods", Namespace), TimeProvider.System, NullLogger.Instance);
        watch = pods.RunAsync(watching.Token);
        await pods.Synced;
    }

    /// <summary>Skips the test when no node has the image: no test pulls one.</summary>
    public void SkipUnlessThere(RuntimeSpec spec)
    {
        _ = Client;
        Assert.SkipUnless(images.Any(name => name == spec.Image || name.EndsWith("/" + spec.Image, StringComparison.Ordinal)), $"no node has the image {spec.Image}");
    }

    /// <summary>It does what a dispatcher does, and is in no pod of RCoder's.</summary>
    private async Task LetThisMachineInAsync()
    {
        var node = (await Client.CoreV1.ListNodeAsync()).Items.SelectMany(node => node.Status.Addresses ?? []).First(address => address.Type == "InternalIP").Address;
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(node, 9);
        var own = ((IPEndPoint)socket.LocalEndPoint!).Address.MapToIPv4();
        await Client.NetworkingV1.CreateNamespacedNetworkPolicyAsync(
            new()
            {
                Metadata = new() { Name = "rcoder-test" },
                Spec = new() { PodSelector = new(), PolicyTypes = ["Ingress"], Ingress = [new() { FromProperty = [new() { IpBlock = new() { Cidr = $"{own}/32" } }] }] },
            },
            Namespace);
    }

    public async ValueTask DisposeAsync()
    {
        await watching.CancelAsync();
        if (watch is not null)
            await watch;
        watching.Dispose();
        await cluster.DisposeAsync();
    }
}
