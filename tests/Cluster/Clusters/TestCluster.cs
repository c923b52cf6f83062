using k8s;
using k8s.Models;
using RCoder.Kubernetes.Connecting;

namespace RCoder.Cluster.Clusters;

/// <summary>The cluster of KUBECONFIG, as its administrator, and a namespace of the test class's own.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private IKubernetes? client;

    public static string? Missing => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG")) ? "KUBECONFIG is not set: there is no cluster to test on" : null;

    public string Namespace { get; } = $"rcoder-test-{Guid.NewGuid():N}"[..20];

    /// <exception cref="Xunit.Sdk.SkipException">There is no cluster.</exception>
    public IKubernetes Client
    {
        get
        {
            Assert.SkipWhen(client is null, Missing ?? "");
            return client!;
        }
    }

    /// <summary>A client that goes elsewhere, or as somebody else.</summary>
    public static IKubernetes Connect(Action<KubernetesClientConfiguration> change)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var config = KubernetesClientConfiguration.BuildDefaultConfig();
        change(config);
        return KubernetesConnection.Open(config);
    }

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        client = KubernetesConnection.Open(new KubernetesOptions());
        await client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new() { Name = Namespace, Labels = new Dictionary<string, string> { ["rcoder.dev/test"] = "true" } } });
    }

    public async ValueTask DisposeAsync()
    {
        if (client is null)
            return;
        await client.CoreV1.DeleteNamespaceAsync(Namespace);
        client.Dispose();
    }
}
