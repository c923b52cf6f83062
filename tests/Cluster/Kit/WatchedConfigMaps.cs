using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using RCoder.Cluster.Clusters;
using RCoder.Kubernetes.Watching;

namespace RCoder.Cluster.Kit;

/// <summary>An informer of a namespace's ConfigMaps with the label <c>kit=true</c>, all that it told, and the hand that changes them past it.</summary>
internal sealed class WatchedConfigMaps : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task run;
    private readonly TestCluster cluster;

    public WatchedConfigMaps(TestCluster cluster, IKubernetes? through = null)
    {
        this.cluster = cluster;
        Informer = new(through ?? cluster.Client, ResourceQuery.For<V1ConfigMap>(cluster.Namespace, "kit=true"), TimeProvider.System, Log);
        Informer.Store.AddIndex("colour", map => map.Data?.TryGetValue("colour", out var colour) == true ? [colour] : []);
        Informer.Changed += change => Told.Enqueue((change.Before, change.Now) switch
        {
            (null, { } now) => $"+{now.Metadata.Name} {now.Data["colour"]}",
            ({ } before, null) => $"-{before.Metadata.Name} {before.Data["colour"]}",
            ({ } before, { } now) => $"{now.Metadata.Name} {before.Data["colour"]}>{now.Data["colour"]}",
            _ => "?",
        });
        run = Informer.RunAsync(stop.Token);
    }

    public TestLog Log { get; } = new();
    public Informer<V1ConfigMap> Informer { get; }
    public ConcurrentQueue<string> Told { get; } = new();

    public async Task<WatchedConfigMaps> Synced()
    {
        await Informer.Synced.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return this;
    }

    public Task Create(string name, string colour) => cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(
        new() { Metadata = new() { Name = name, Labels = new Dictionary<string, string> { ["kit"] = "true" } }, Data = new Dictionary<string, string> { ["colour"] = colour } },
        cluster.Namespace);

    public Task Paint(string name, string colour) => Patch(name, $$$"""{"data":{"colour":"{{{colour}}}"}}""");

    /// <summary>From the informer's selector.</summary>
    public Task Hide(string name) => Patch(name, """{"metadata":{"labels":{"kit":"false"}}}""");

    public Task Delete(string name) => cluster.Client.CoreV1.DeleteNamespacedConfigMapAsync(name, cluster.Namespace);

    public Task DeleteAll() => cluster.Client.CoreV1.DeleteCollectionNamespacedConfigMapAsync(cluster.Namespace, labelSelector: "kit=true");

    public Task<TimeSpan> HasTold(params string[] told) => HasTold(TimeSpan.FromSeconds(30), told);

    /// <summary>Exactly these, in order, and no more.</summary>
    public async Task<TimeSpan> HasTold(TimeSpan within, params string[] told)
    {
        var took = await Waiting.Until($"{string.Join(", ", told)} (so far: {string.Join(", ", Told)})", () => Told.Count >= told.Length, within);
        Assert.Equal(told, Told);
        Told.Clear();
        return took;
    }

    /// <summary>What an administrator sees now is what is in the store.</summary>
    public async Task AssertSame()
    {
        var there = await cluster.Client.CoreV1.ListNamespacedConfigMapAsync(cluster.Namespace, labelSelector: "kit=true");
        Assert.Equal(there.Items.Select(map => (map.Metadata.Name, map.Metadata.ResourceVersion)).Order(), Informer.Store.All.Select(map => (map.Metadata.Name, map.Metadata.ResourceVersion)).Order());
    }

    private Task<V1ConfigMap> Patch(string name, string patch) =>
        cluster.Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch(patch, V1Patch.PatchType.MergePatch), name, cluster.Namespace);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        stop.Dispose();
    }
}
