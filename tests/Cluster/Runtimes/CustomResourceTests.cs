using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using RCoder.Cluster.Clusters;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Resources;

namespace RCoder.Cluster.Runtimes;

/// <summary>What the API server itself makes of a LanguageRuntime.</summary>
public sealed class CustomResourceTests(TestCluster cluster) : IClassFixture<TestCluster>, IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Shipped => [.. Manifests.Shipped];

    public static TheoryData<string> Refused => [.. Manifests.Names(Folder())];

    public async ValueTask InitializeAsync()
    {
        if (TestCluster.Missing is null)
            await Definition.InstallAsync(cluster.Client, Ct);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task A_shipped_runtime_is_taken_as_it_is(string name)
    {
        var shipped = Manifests.Json(Manifests.PathOf($"runtimes/{name}.yaml"));
        // It may be installed on this cluster.
        shipped["metadata"]!["name"] = $"{name}-as-shipped";
        var taken = await CreateAsync(shipped);
        Assert.Equal(Complete(Manifests.Read(name).Spec!), Complete(taken.Spec));
    }

    /// <summary>GOLDEN_WRITE=1 writes what the API server says: read the diff.</summary>
    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_wrong_one_is_refused_with_field_bound_and_remedy(string name)
    {
        var e = await Assert.ThrowsAsync<HttpOperationException>(() => CreateAsync(Manifests.Json(Path.Combine(Folder(), name + ".yaml"))));
        var status = KubernetesJson.Deserialize<V1Status>(e.Response.Content);
        var said = status.Details?.Causes is { Count: > 0 } causes
            ? string.Concat(causes.Select(cause => $"{cause.Field}: {cause.Message}\n").Order(StringComparer.Ordinal))
            : status.Message + "\n";
        var golden = Path.Combine(Folder(), name + ".refusal");
        if (Environment.GetEnvironmentVariable("GOLDEN_WRITE") == "1")
            await File.WriteAllTextAsync(golden, said, Ct);
        Assert.Equal(await File.ReadAllTextAsync(golden, Ct), said);
    }

    [Fact]
    public async Task Scale_sets_how_many_pods_wait_at_the_least()
    {
        var name = $"scaled-{Guid.NewGuid():N}"[..20];
        var json = Manifests.Json(Manifests.PathOf("runtimes/lua.yaml"));
        json["metadata"]!["name"] = name;
        // An operator that happens to run here makes no pods for it.
        json["spec"]!["pool"] = new JsonObject { ["min"] = 0, ["max"] = 2 };
        json["spec"]!["language"] = name;
        json["spec"]!["aliases"] = new JsonArray();
        await CreateAsync(json, dryRun: null);
        try
        {
            var patch = new V1Patch("""{"spec":{"replicas":3}}""", V1Patch.PatchType.MergePatch);
            var e = await Assert.ThrowsAsync<HttpOperationException>(() => cluster.Client.CustomObjects.PatchClusterCustomObjectScaleAsync(patch, Names.Group, Names.Version, LanguageRuntime.Plural, name, dryRun: "All", cancellationToken: Ct));
            Assert.Contains("is 3; it must be at most spec.pool.max, 2", e.Response.Content, StringComparison.Ordinal);
            patch = new V1Patch("""{"spec":{"replicas":2}}""", V1Patch.PatchType.MergePatch);
            await cluster.Client.CustomObjects.PatchClusterCustomObjectScaleAsync(patch, Names.Group, Names.Version, LanguageRuntime.Plural, name, dryRun: "All", cancellationToken: Ct);
        }
        finally
        {
            await cluster.Client.CustomObjects.DeleteClusterCustomObjectAsync(Names.Group, Names.Version, LanguageRuntime.Plural, name, cancellationToken: CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("languageruntime", "A language that RCoder runs")]
    [InlineData("lr.spec.limits.default", "1 to 86400000; 10000 when absent.")]
    [InlineData("lr.spec.run.command", "{source} is the file that runs")]
    [InlineData("lr.status.conditions", "Why, in words that tell what to do.")]
    public async Task Kubectl_explains(string field, string words)
    {
        // The API server publishes a resource's schema a moment after it has established it.
        await Waiting.Until($"kubectl explains {field} with '{words}'", async () =>
            string.Join(' ', (await ExplainAsync(field)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Contains(words, StringComparison.Ordinal));
    }

    private static async Task<string> ExplainAsync(string field)
    {
        using var kubectl = Run(new ProcessStartInfo("kubectl", ["explain", field]) { RedirectStandardOutput = true, RedirectStandardError = true });
        var errors = kubectl.StandardError.ReadToEndAsync(Ct);
        var text = await kubectl.StandardOutput.ReadToEndAsync(Ct);
        await kubectl.WaitForExitAsync(Ct);
        TestContext.Current.TestOutputHelper!.WriteLine(text + await errors);
        return text;
    }

    private static Process Run(ProcessStartInfo start)
    {
        Assert.SkipWhen(TestCluster.Missing is not null, TestCluster.Missing ?? "");
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("kubectl is not in PATH");
            throw;
        }
    }

    private async Task<LanguageRuntime> CreateAsync(JsonNode json, string? dryRun = "All")
    {
        var created = await cluster.Client.CustomObjects.CreateClusterCustomObjectAsync(
            json, Names.Group, Names.Version, LanguageRuntime.Plural, dryRun, fieldValidation: "Strict", cancellationToken: Ct);
        return KubernetesJson.Deserialize<LanguageRuntime>(KubernetesJson.Serialize(created));
    }

    /// <summary>With what is absent in place, as the API server fills it in, and as our own reader does.</summary>
    private static string Complete(RuntimeSpec spec) => JsonSerializer.Serialize(
        spec with { Env = new SortedDictionary<string, string>(spec.Env.ToDictionary(), StringComparer.Ordinal), Limits = new() { Default = Asked(spec.Limits.Defaults()), Max = Asked(spec.Limits.Maximum()) } }, Wire.Json.RuntimeSpec);

    private static Contracts.Executions.RequestedLimits Asked(Contracts.Executions.Limits limits) => new()
    {
        WallMs = limits.WallMs, CpuMs = limits.CpuMs, MemoryBytes = limits.MemoryBytes, OutputBytes = limits.OutputBytes, Processes = limits.Processes, OnOutput = limits.OnOutput,
    };

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "refused");
}
