using k8s;
using k8s.Models;
using RCoder.Cluster.Runtimes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Resources;

namespace RCoder.Cluster.Clusters;

/// <summary>The custom resource, as <c>kubectl apply --server-side -f manifests/crds</c> installs it.</summary>
internal static class Definition
{
    private static readonly string Name = $"{LanguageRuntime.Plural}.{Names.Group}";

    public static async Task InstallAsync(IKubernetes client, CancellationToken ct)
    {
        var patch = new V1Patch(Manifests.Json(Manifests.PathOf("crds/languageruntimes.yaml")).ToJsonString(), V1Patch.PatchType.ApplyPatch);
        await client.ApiextensionsV1.PatchCustomResourceDefinitionAsync(patch, Name, fieldManager: "kubectl", force: true, cancellationToken: ct);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await client.ApiextensionsV1.ReadCustomResourceDefinitionAsync(Name, cancellationToken: ct)).Status?.Conditions?.Any(condition => condition is { Type: "Established", Status: "True" }) != true)
            await timer.WaitForNextTickAsync(ct);
    }
}
