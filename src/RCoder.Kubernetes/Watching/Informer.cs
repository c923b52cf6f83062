using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Queues;

namespace RCoder.Kubernetes.Watching;

/// <summary>
/// Keeps <see cref="Store"/> as the API server has it: lists, watches from there on, begins again where the last watch
/// ended, and lists again when the server no longer knows that place. An object that can't be read is logged and stays
/// as it was last read.
/// </summary>
public sealed partial class Informer<T>
    where T : IKubernetesObject<V1ObjectMeta>
{
    private const int PageSize = 200;

    private static readonly Backoff Retry = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(5);

    private readonly ResourceReader<T> reader;
    private readonly ResourceQuery query;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where the next watch begins; null: with a list.</summary>
    private string? version;

    /// <summary>A list in pages fell behind what the server keeps of the past: the next one is taken whole.</summary>
    private bool whole;

    public Informer(IKubernetes client, ResourceQuery query, TimeProvider time, ILogger log)
    {
        (this.query, this.time, this.log) = (query, time, log);
        reader = new(client, query, time);
        Store = new(query.Namespace);
    }

    public Store<T> Store { get; }

    /// <summary>One at a time, in order, after the store has it. The store may be ahead of what is told, never behind.</summary>
    public event Action<Change<T>>? Changed;

    /// <summary>Ends when the first list is in the store and was told.</summary>
    public Task Synced => synced.Task;

    /// <summary>Until cancelled; then it ends without an exception. It runs once.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var failures = 0;
        while (!ct.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            try
            {
                if (version is null)
                    await ListAsync(ct);
                await WatchAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Failed(e);
            }
            // A watch that always ends at once is a failure too, whatever it ends with.
            failures = time.GetElapsedTime(began) >= Steady ? 0 : failures + 1;
            if (failures > 0)
                await Task.Delay(Retry.After(failures - 1), time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListAsync(CancellationToken ct)
    {
        var vanished = Store.Keys.ToHashSet();
        string? next = null;
        ResourcePage<T> page;
        var seen = new List<Observed<T>>();
        do
        {
            page = await reader.ListAsync(next, whole ? 0 : PageSize, ct);
            seen.AddRange(page.Items);
            next = page.Continue;
        }
        while (next is not null);
        foreach (var item in seen)
        {
            vanished.Remove(item.Key);
            Is(item);
        }
        foreach (var key in vanished)
            Set(key, default);
        (version, whole) = (page.ResourceVersion, false);
        Listed(query, seen.Count, version);
        synced.TrySetResult();
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        // Not all informers' watches end at one time.
        var length = TimeSpan.FromMinutes(5 + 5 * Random.Shared.NextDouble());
        await foreach (var (kind, item) in reader.WatchAsync(version!, length, ct))
        {
            if (kind == WatchEventKind.Is)
                Is(item);
            else if (kind == WatchEventKind.Deleted)
                Set(item.Key, default, last: item.Object);
            version = item.ResourceVersion;
        }
    }

    private void Failed(Exception e)
    {
        var (kind, message) = ApiFailures.Classify(e);
        if (kind == ApiFailure.Gone)
        {
            (whole, version) = (version is null, null);
            FellBehind(query, message);
        }
        else
        {
            Interrupted(query, kind, message);
        }
    }

    private void Is(Observed<T> item)
    {
        if (item.Object is not { } now)
            Unreadable(query, item.Key, item.Fault);
        else if (Store.Find(item.Key)?.Metadata.ResourceVersion != item.ResourceVersion)
            Set(item.Key, now);
    }

    private void Set(ObjectKey key, T? now, T? last = default)
    {
        var before = Store.Set(key, now);
        if (before is null && now is null)
            return;
        try
        {
            Changed?.Invoke(new(last ?? before, now));
        }
        catch (Exception e)
        {
            HandlerFailed(e, query, key);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Query}: {Count} listed at {Version}")]
    private partial void Listed(ResourceQuery query, int count, string version);

    [LoggerMessage(LogLevel.Debug, "{Query} is listed again: {Reason}")]
    private partial void FellBehind(ResourceQuery query, string reason);

    [LoggerMessage(LogLevel.Warning, "{Query} can't be watched now ({Kind}): {Reason}")]
    private partial void Interrupted(ResourceQuery query, ApiFailure kind, string reason);

    [LoggerMessage(LogLevel.Error, "{Query} {Key} can't be read, and is left as it was last read: {Reason}")]
    private partial void Unreadable(ResourceQuery query, ObjectKey key, string? reason);

    [LoggerMessage(LogLevel.Error, "A change of {Query} {Key} was not handled")]
    private partial void HandlerFailed(Exception e, ResourceQuery query, ObjectKey key);
}
