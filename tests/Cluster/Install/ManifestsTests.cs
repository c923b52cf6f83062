using RCoder.Cluster.Clusters;
using RCoder.Contracts.Executions;

namespace RCoder.Cluster.Install;

[Collection(nameof(Alone))]
public sealed class ManifestsTests
{
    [Fact]
    public async Task They_install_run_and_go_as_their_README_says()
    {
        SkipWithout("kubectl");
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG")), "KUBECONFIG is not set: there is no cluster to install on");
        Assert.SkipUnless((await Release.ImagesAsync()).Contains("rcoder:dev", StringComparison.Ordinal), "the cluster has no image rcoder:dev: run make images, and load them");
        var blocks = Blocks.Of(await File.ReadAllTextAsync(Path.Combine(Tool.Root, "manifests", "README.md"), TestContext.Current.CancellationToken), "sh");
        Assert.Equal(3, blocks.Count);
        try
        {
            await Tool.RunAsync("bash", "-ec", blocks[0]);
            Assert.Contains("port-forward svc/rcoder 3000 8080", blocks[1], StringComparison.Ordinal);
            await using var forward = await PortForward.OpenAsync("rcoder", "rcoder");
            var result = await forward.Api.RunAsync("python", "print(6 * 7)");
            Assert.Equal((Outcome.Succeeded, "42\n"), (result.Outcome, result.Stdout));
        }
        finally
        {
            await Tool.RunAsync("bash", "-ec", blocks[2]);
        }
    }

    [Fact]
    public async Task Plain_manifests_are_those_of_the_chart()
    {
        SkipWithout("helm");
        var (code, difference) = await Tool.TryAsync(Path.Combine(Tool.Root, "scripts", "manifests"), "--check");
        Assert.True(code == 0, $"manifests/ is not what charts/rcoder renders; run scripts/manifests:\n{difference}");
    }

    [Fact]
    public async Task Kustomize_takes_them()
    {
        SkipWithout("kubectl");
        var all = await Tool.RunAsync("kubectl", "kustomize", "manifests");
        foreach (var kind in new[] { "CustomResourceDefinition", "NetworkPolicy", "Deployment", "StatefulSet", "ClusterRoleBinding" })
            Assert.Contains($"kind: {kind}", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_in_the_tree_lints()
    {
        SkipWithout("helm");
        await Tool.RunAsync("helm", "lint", "--strict", "charts/rcoder");
    }

    [Fact]
    public async Task Everything_is_labelled_as_part_of_RCoder()
    {
        SkipWithout("helm");
        var rendered = await Tool.RunAsync("helm", [.. "template rcoder charts/rcoder --namespace rcoder --include-crds".Split(' '), .. EverythingOn]);
        var documents = rendered.Split("\n---\n").Where(document => document.Contains("\nkind: ", StringComparison.Ordinal)).ToList();
        Assert.True(documents.Count > 35, $"only {documents.Count} documents");
        Assert.All(documents, document => Assert.Matches(@"\nmetadata:\n(  .*\n)*?  labels:\n(    .*\n)*?    app.kubernetes.io/part-of: rcoder\n", document));
    }

    /// <summary>All that is off unless asked for.</summary>
    internal static string[] EverythingOn { get; } = ["--set", string.Join(',',
        "ingress.enabled=true", "gateway.enabled=true", "gateway.parentRefs[0].name=gateway", "dashboards.enabled=true",
        "monitoring.serviceMonitor=true", "monitoring.podMonitor=true", "api.autoscaling.enabled=true", "dispatcher.autoscaling.enabled=true")];

    private static void SkipWithout(string program) => Assert.SkipWhen(Tool.Missing(program) is not null, Tool.Missing(program) ?? "");
}
