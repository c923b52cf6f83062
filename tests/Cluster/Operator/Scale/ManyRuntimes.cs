using k8s;
using k8s.Models;
using RCoder.Cluster.Clusters;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Resources;
using RCoder.Operator.Conformance;

namespace RCoder.Cluster.Operator.Scale;

/// <summary>LanguageRuntimes whose pods are pretended. As no program runs in those, their conformance is taken as proved already.</summary>
internal sealed class ManyRuntimes(TestCluster cluster, ExecutionsOptions executions) : IAsyncDisposable
{
    private const string Label = "rcoder.dev/test";

    public string Selector => $"{Label}={cluster.Namespace}";

    public async Task CreateAsync(int count, int pods, string runtimeClass, CancellationToken ct)
    {
        for (var i = 0; i < count; i++)
        {
            var name = $"{cluster.Namespace}-{i}";
            var created = await cluster.Client.CustomObjects.CreateClusterCustomObjectAsync(
                new LanguageRuntime
                {
                    Metadata = new() { Name = name, Labels = new Dictionary<string, string> { [Label] = cluster.Namespace } },
                    Spec = Spec(name, pods, runtimeClass),
                }, Names.Group, Names.Version, LanguageRuntime.Plural, cancellationToken: ct);
            await ProveAsync(KubernetesJson.Deserialize<LanguageRuntime>(KubernetesJson.Serialize(created)), ct);
        }
    }

    public async Task<IReadOnlyList<LanguageRuntime>> ListAsync(CancellationToken ct)
    {
        var list = await cluster.Client.CustomObjects.ListClusterCustomObjectAsync<Items>(Names.Group, Names.Version, LanguageRuntime.Plural, labelSelector: Selector, cancellationToken: ct);
        return list.All;
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.Client.CustomObjects.DeleteCollectionClusterCustomObjectAsync(Names.Group, Names.Version, LanguageRuntime.Plural, labelSelector: Selector);
        foreach (var left in await ListAsync(CancellationToken.None))
        {
            // No operator takes its finalizer away any more.
            await cluster.Client.CustomObjects.PatchClusterCustomObjectAsync(
                new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), Names.Group, Names.Version, LanguageRuntime.Plural, left.Metadata.Name);
        }
    }

    private async Task ProveAsync(LanguageRuntime runtime, CancellationToken ct)
    {
        var hash = ProofHash.Of(new ExecutionJob(executions).PoolHash(runtime.Spec), runtime.Spec);
        await cluster.Client.CustomObjects.PatchClusterCustomObjectStatusAsync(
            new V1Patch($$$"""{"status":{"conformanceHash":"{{{hash}}}"}}""", V1Patch.PatchType.MergePatch),
            Names.Group, Names.Version, LanguageRuntime.Plural, runtime.Metadata.Name, cancellationToken: ct);
    }

    private static RuntimeSpec Spec(string name, int pods, string runtimeClass) => new()
    {
        Language = name,
        Version = "1.0.0",
        Image = "pretend:1",
        Source = "main.txt",
        Run = new() { Command = ["pretend", "{source}"] },
        Pool = new() { Min = pods, Max = pods },
        Isolation = new() { RuntimeClassName = runtimeClass },
        Conformance = [new() { Name = "hello", Source = "hello", Expect = new() { Stdout = "hello" } }],
    };

    private sealed class Items : IKubernetesObject
    {
        public string ApiVersion { get; set; } = "";
        public string Kind { get; set; } = "";

        [System.Text.Json.Serialization.JsonPropertyName("items")]
        public List<LanguageRuntime> All { get; set; } = [];
    }
}
