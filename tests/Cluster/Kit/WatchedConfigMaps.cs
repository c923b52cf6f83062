using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using RCoder.Cluster.Clusters;
using RCoder.Kubernetes.Watching;

namespace RCoder.Cluster.Kit;

/// <summary>An informer of ConfigMaps of its own, all that it told, and the hand that changes them past it.</summary>
internal sealed class WatchedConfigMaps : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task run;
    private readonly TestCluster cluster;
    private readonly string group;

    public WatchedConfigMaps(TestCluster cluster, IKubernetes? through = null, TimeProvider? time = null, WatchedConfigMaps? same = null)
    {
        this.cluster = cluster;
        group = same?.group ?? $"{Guid.NewGuid():N}"[..8];
        Informer = new(through ?? cluster.Client, ResourceQuery.For<V1ConfigMap>(cluster.Namespace, Selector), time ?? TimeProvider.System, Log);
        Informer.Store.AddIndex("colour", map => map.Data?.TryGetValue("colour", out var colour) == true ? [colour] : []);
        Informer.Changed += change => Told.Enqueue((change.Before, change.Now) switch
        {
            (null, { } now) => $"+{Short(now)} {now.Data["colour"]}",
            ({ } before, null) => $"-{Short(before)} {before.Data["colour"]}",
            ({ } before, { } now) => $"{Short(now)} {before.Data["colour"]}>{now.Data["colour"]}",
            _ => "?",
        });
        run = Informer.RunAsync(stop.Token);
    }

    private string Selector => $"kit={group}";

    public TestLog Log { get; } = new();
    public Informer<V1ConfigMap> Informer { get; }
    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>How many lists it took.</summary>
    public int Lists => Log.Lines.Count(line => line.Contains("listed at", StringComparison.Ordinal));

    public V1ConfigMap? Find(string name) => Informer.Store.Find(Full(name));

    public async Task<WatchedConfigMaps> Synced()
    {
        await Informer.Synced.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return this;
    }

    public Task Create(string name, string colour) => cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(
        new() { Metadata = new() { Name = Full(name), Labels = new Dictionary<string, string> { ["kit"] = group } }, Data = new Dictionary<string, string> { ["colour"] = colour } },
        cluster.Namespace);

    public Task Paint(string name, string colour) => Patch(name, $$$"""{"data":{"colour":"{{{colour}}}"}}""");

    /// <summary>From the informer's selector.</summary>
    public Task Hide(string name) => Patch(name, """{"metadata":{"labels":{"kit":"none"}}}""");

    public Task Delete(string name) => cluster.Client.CoreV1.DeleteNamespacedConfigMapAsync(Full(name), cluster.Namespace);

    public Task DeleteAll() => cluster.Client.CoreV1.DeleteCollectionNamespacedConfigMapAsync(cluster.Namespace, labelSelector: Selector);

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
        var there = await cluster.Client.CoreV1.ListNamespacedConfigMapAsync(cluster.Namespace, labelSelector: Selector);
        Assert.Equal(there.Items.Select(map => (map.Metadata.Name, map.Metadata.ResourceVersion)).Order(), Informer.Store.All.Select(map => (map.Metadata.Name, map.Metadata.ResourceVersion)).Order());
    }

    private string Full(string name) => $"{name}-{group}";

    private static string Short(V1ConfigMap map) => map.Metadata.Name[..^9];

    private Task<V1ConfigMap> Patch(string name, string patch) =>
        cluster.Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch(patch, V1Patch.PatchType.MergePatch), Full(name), cluster.Namespace);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        stop.Dispose();
    }
}
