using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using RCoder.Cluster.Clusters;
using RCoder.Kubernetes.Resources;
using RCoder.Kubernetes.Watching;

namespace RCoder.Cluster.Kit;

/// <summary>A custom resource whose definition lets anything pass, and an informer that can't read all of it.</summary>
public sealed class UnreadableTests(TestCluster cluster) : IClassFixture<TestCluster>, IAsyncLifetime
{
    private const string Good = """{"language":"python","version":"3.13.5","image":"python:3.13-slim","source":"main.py","run":{"command":["python","main.py"]}}""";
    private const string Bad = """{"language":"python","version":{"major":3}}""";

    private readonly string group = $"{$"kit{Guid.NewGuid():N}"[..11]}.rcoder.test";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Definition => $"{LanguageRuntime.Plural}.{group}";

    [Fact]
    public async Task An_object_that_can_not_be_read_is_left_as_it_was_and_stops_nothing()
    {
        var log = new TestLog();
        var told = new ConcurrentQueue<string>();
        var informer = new Informer<LanguageRuntime>(cluster.Client, new(group, "v1alpha1", LanguageRuntime.Plural), TimeProvider.System, log);
        informer.Changed += change => told.Enqueue($"{change.Before?.Metadata.Name}>{change.Now?.Metadata.Name}");
        await CreateAsync("unreadable", Bad);
        using var stop = new CancellationTokenSource();
        var run = informer.RunAsync(stop.Token);
        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Empty(informer.Store.All);

        await CreateAsync("a", Good);
        await Waiting.Until("a is there", () => informer.Store.Find("a") is not null);
        await cluster.Client.CustomObjects.PatchClusterCustomObjectAsync(new V1Patch($$"""{"spec":{{Bad}}}""", V1Patch.PatchType.MergePatch), group, "v1alpha1", LanguageRuntime.Plural, "a", cancellationToken: Ct);
        await CreateAsync("b", Good);
        await Waiting.Until("b is there", () => informer.Store.Find("b") is not null);
        Assert.Equal("3.13.5", informer.Store.Find("a")!.Spec.Version);
        await DeleteAsync("a");
        await DeleteAsync("unreadable");
        await DeleteAsync("b");
        await Waiting.Until("all are gone", () => informer.Store.All.Count == 0);
        Assert.Equal([">a", ">b", "a>", "b>"], told);
        Assert.Equal(2, log.Lines.Count(line => line.Contains("can't be read", StringComparison.Ordinal)));
        await stop.CancelAsync();
        await run;
    }

    public async ValueTask InitializeAsync()
    {
        await cluster.Client.ApiextensionsV1.CreateCustomResourceDefinitionAsync(new()
        {
            Metadata = new() { Name = Definition, Labels = new Dictionary<string, string> { ["rcoder.dev/test"] = "true" } },
            Spec = new()
            {
                Group = group,
                Scope = "Cluster",
                Names = new() { Kind = LanguageRuntime.KindName, Plural = LanguageRuntime.Plural },
                Versions = [new() { Name = "v1alpha1", Served = true, Storage = true, Schema = new() { OpenAPIV3Schema = new() { Type = "object", XKubernetesPreserveUnknownFields = true } } }],
            },
        }, cancellationToken: Ct);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await cluster.Client.ApiextensionsV1.ReadCustomResourceDefinitionAsync(Definition, cancellationToken: Ct)).Status?.Conditions?.Any(c => c is { Type: "Established", Status: "True" }) != true)
            await timer.WaitForNextTickAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (TestCluster.Missing is null)
            await cluster.Client.ApiextensionsV1.DeleteCustomResourceDefinitionAsync(Definition, cancellationToken: CancellationToken.None);
    }

    private Task<object> CreateAsync(string name, string spec) => cluster.Client.CustomObjects.CreateClusterCustomObjectAsync(
        System.Text.Json.JsonDocument.Parse($$"""{"apiVersion":"{{group}}/v1alpha1","kind":"LanguageRuntime","metadata":{"name":"{{name}}"},"spec":{{spec}}}""").RootElement,
        group, "v1alpha1", LanguageRuntime.Plural, cancellationToken: Ct);

    private Task<object> DeleteAsync(string name) => cluster.Client.CustomObjects.DeleteClusterCustomObjectAsync(group, "v1alpha1", LanguageRuntime.Plural, name, cancellationToken: Ct);
}
