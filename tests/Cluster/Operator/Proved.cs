using k8s;
using k8s.Models;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Resources;
using RCoder.Operator.Conformance;

namespace RCoder.Cluster.Operator;

/// <summary>For tests that are about something else: as if a runtime's conformance had been shown before the operator was started.</summary>
internal static class Proved
{
    public static async Task WriteAsync(OperatorCluster on, string runtime)
    {
        var spec = (await on.Runtimes.FindAsync(runtime))!.Spec;
        await on.Client.CustomObjects.PatchClusterCustomObjectStatusAsync(
            new V1Patch($$$"""{"status": {"conformanceHash": "{{{ProofHash.Of(on.Jobs.PoolHash(spec), spec)}}}"} }""", V1Patch.PatchType.MergePatch),
            Names.Group, Names.Version, LanguageRuntime.Plural, runtime, cancellationToken: TestContext.Current.CancellationToken);
    }
}
