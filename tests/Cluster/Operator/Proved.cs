using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Resources;
using RCoder.Operator.Conformance;

namespace RCoder.Cluster.Operator;

/// <summary>Runtimes of a test that is about something else: as if their conformance had been shown before the operator was started.</summary>
internal static class Proved
{
    public static async Task WriteAsync(OperatorCluster on, string runtime)
    {
        var spec = (await on.Runtimes.FindAsync(runtime))!.Spec;
        var hash = ProofHash.Of(new ExecutionJob(Executions(on)).PoolHash(spec), spec);
        await on.Client.CustomObjects.PatchClusterCustomObjectStatusAsync(
            new V1Patch($$$"""{"status": {"conformanceHash": "{{{hash}}}"} }""", V1Patch.PatchType.MergePatch),
            Names.Group, Names.Version, LanguageRuntime.Plural, runtime, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>As the operators of the test read them.</summary>
    private static ExecutionsOptions Executions(OperatorCluster on) => new ConfigurationBuilder()
        .AddInMemoryCollection(on.Settings.Select(set => KeyValuePair.Create(set.Key["RCODER_".Length..].Replace("__", ":", StringComparison.Ordinal), (string?)set.Value)))
        .Build().GetSection(ExecutionsOptions.Section).Get<ExecutionsOptions>()!;
}
