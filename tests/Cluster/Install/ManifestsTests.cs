namespace RCoder.Cluster.Install;

public sealed class ManifestsTests
{
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
        Assert.All(documents, document => Assert.Contains("app.kubernetes.io/part-of: rcoder", document, StringComparison.Ordinal));
    }

    /// <summary>All that is off unless asked for.</summary>
    internal static string[] EverythingOn { get; } = ["--set", string.Join(',',
        "ingress.enabled=true", "gateway.enabled=true", "gateway.parentRefs[0].name=gateway", "dashboards.enabled=true",
        "monitoring.serviceMonitor=true", "monitoring.podMonitor=true", "api.autoscaling.enabled=true", "dispatcher.autoscaling.enabled=true")];

    private static void SkipWithout(string program) => Assert.SkipWhen(Tool.Missing(program) is not null, Tool.Missing(program) ?? "");
}
