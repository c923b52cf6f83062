using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runtimes;
using RCoder.Contracts.Topics;
using RCoder.Kubernetes.Queues;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;
using RCoder.Operator.Cluster;
using RCoder.Operator.Draining;

namespace RCoder.Operator.Catalogue;

/// <summary>
/// The Kafka side of every runtime: its topic, its record in the catalogue, its end. Kafka may be slow or gone, so all of
/// it has a queue of its own, and nothing that concerns pods waits for it.
/// </summary>
internal sealed partial class CatalogueKeeper(
    ClusterState cluster, RuntimeLog catalogue, TopicAdmin topics, KafkaConnection kafka, Drain drain, TimeProvider time, ILogger<CatalogueKeeper> log)
{
    private const int Workers = 2;
    private static readonly TimeSpan UntilKnown = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UntilBack = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(10);

    private static readonly string[] Shared = [TopicNames.Runtimes, TopicNames.Events, TopicNames.Control, TopicNames.Idempotency, TopicNames.DeadJobs];

    private readonly WorkQueue<string> queue = new(time);
    private readonly ConcurrentDictionary<string, Runtime> published = new();
    private readonly ConcurrentDictionary<string, Runtime> wanted = new();
    private readonly ConcurrentDictionary<string, TopicState> states = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> looked = new();
    private volatile string? problem;
    private volatile bool known;

    /// <summary>Something of this runtime has changed here.</summary>
    public event Action<string>? Changed;

    /// <summary>Whether it is known what the catalogue holds.</summary>
    public bool Known => known;

    /// <summary>Why it is not, if there is a reason.</summary>
    public string? Problem => problem;

    /// <summary>What dispatchers and the API read.</summary>
    public Runtime? Published(string runtime) => published.GetValueOrDefault(runtime);

    public TopicState? Topic(string runtime) =>
        states.GetValueOrDefault(runtime) ?? (problem is { } words ? new TopicState(kafka.Name(TopicNames.Jobs(runtime)), words) : null);

    /// <summary>The topic of this runtime must be there, and the catalogue hold <paramref name="record"/>, if there is one.</summary>
    public void Want(string runtime, Runtime? record)
    {
        if (record is not null)
            wanted[runtime] = record;
        if (!Done(runtime))
            queue.Add(runtime);
    }

    /// <summary>The runtime is being deleted, or is there no more: catalogue, topic and pods are to follow, if there are any.</summary>
    public void WantGone(string runtime) => queue.Add(runtime);

    /// <summary>It is there no more.</summary>
    public void Forget(string runtime)
    {
        wanted.TryRemove(runtime, out _);
        states.TryRemove(runtime, out _);
        looked.TryRemove(runtime, out _);
    }

    public async Task RunAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] all = [FollowAsync(stop.Token), queue.RunAsync(Workers, HandleAsync, stop.Token)];
        try
        {
            await await Task.WhenAny(all);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MakeSharedAsync(CancellationToken ct)
    {
        foreach (var topic in Shared)
        {
            while (true)
            {
                try
                {
                    await topics.EnsureAsync(topic, ct);
                    break;
                }
                catch (BrokerUnavailableException e)
                {
                    problem = e.Message;
                    NoKafka(e.Message);
                }
            }
        }
        problem = null;
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        await MakeSharedAsync(ct);
        await catalogue.FollowAsync(Read, CaughtUp, ct);
    }

    private void Read(string name, Runtime? runtime)
    {
        if (runtime is null)
            published.TryRemove(name, out _);
        else
            published[name] = runtime;
        if (known)
            Changed?.Invoke(name);
    }

    private void CaughtUp()
    {
        known = true;
        foreach (var name in published.Keys.Union(wanted.Keys))
            Changed?.Invoke(name);
    }

    private async Task HandleAsync(string runtime, CancellationToken ct)
    {
        try
        {
            var leaving = drain.Find(runtime);
            if (!known && (leaving is not null || cluster.Runtimes.Find(runtime) is null))
            {
                if (leaving is not null && problem is { } words)
                    await drain.BlockedAsync(leaving, words, ct);
                queue.AddAfter(runtime, UntilKnown);
                return;
            }
            if (leaving is not null || await drain.IsOrphanAsync(runtime, Published(runtime), ct))
            {
                if (await drain.StepAsync(runtime, leaving, Published(runtime), ct) is { } again)
                    queue.AddAfter(runtime, again);
                return;
            }
            // One that has gone meanwhile must not get its topic back.
            if (cluster.Runtimes.Find(runtime) is { Metadata.DeletionTimestamp: null })
                await KeepAsync(runtime, ct);
        }
        catch (BrokerUnavailableException e)
        {
            // A broker that is gone is back at any moment, and each try waits for it for some seconds: no longer each time.
            Report(runtime, e.Message);
            NotKept(runtime, e.Message);
            queue.AddAfter(runtime, UntilBack);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(e, runtime);
            throw;
        }
    }

    private async Task KeepAsync(string runtime, CancellationToken ct)
    {
        if (!Looked(runtime))
        {
            await topics.EnsureAsync(TopicNames.Jobs(runtime), ct);
            looked[runtime] = time.GetUtcNow();
        }
        Report(runtime, null);
        queue.AddAfter(runtime, LookAgain);
        if (wanted.GetValueOrDefault(runtime) is { } record && !Same(record, Published(runtime)))
        {
            await catalogue.PublishAsync(record, ct);
            published[runtime] = record;
            Wrote(runtime, record.Ready, record.Generation);
            Changed?.Invoke(runtime);
        }
    }

    private void Report(string runtime, string? trouble)
    {
        var now = new TopicState(kafka.Name(TopicNames.Jobs(runtime)), trouble);
        if (states.GetValueOrDefault(runtime) == now)
            return;
        states[runtime] = now;
        Changed?.Invoke(runtime);
    }

    private bool Done(string runtime) =>
        Looked(runtime) && states.GetValueOrDefault(runtime) is { Problem: null } && (!wanted.TryGetValue(runtime, out var record) || Same(record, Published(runtime)));

    private bool Looked(string runtime) => looked.TryGetValue(runtime, out var at) && time.GetUtcNow() - at < LookAgain;

    private static bool Same(Runtime record, Runtime? other) =>
        ReferenceEquals(record, other) || other is not null && JsonSerializer.Serialize(record, Wire.Json.Runtime) == JsonSerializer.Serialize(other, Wire.Json.Runtime);

    [LoggerMessage(LogLevel.Information, "The catalogue holds {Runtime} now: ready {Ready}, generation {Generation}")]
    private partial void Wrote(string runtime, bool ready, long generation);

    [LoggerMessage(LogLevel.Warning, "Kafka: {Reason}")]
    private partial void NoKafka(string reason);

    [LoggerMessage(LogLevel.Warning, "{Runtime} is not in Kafka as it should be: {Reason}")]
    private partial void NotKept(string runtime, string reason);

    [LoggerMessage(LogLevel.Error, "{Runtime} could not be kept in Kafka")]
    private partial void Failed(Exception e, string runtime);
}
