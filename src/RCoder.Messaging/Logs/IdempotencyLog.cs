using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Json;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;

namespace RCoder.Messaging.Logs;

/// <summary>
/// <c>rcoder.idempotency</c>: the first record of a key wins, in log order, on every replica. Whoever claims a key
/// writes, reads its own record back, and then knows whether it was the first.
/// </summary>
public sealed class IdempotencyLog(KafkaConnection connection, IOptions<KafkaOptions> options, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    /// <summary>How long a key is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly RecordWriter writer = new(connection, options.Value.WriteTimeoutMs);
    private readonly ILogger log = loggers.CreateLogger<IdempotencyLog>();
    private readonly TopicTail tail = new(connection, loggers.CreateLogger<TopicTail>());
    private readonly ConcurrentDictionary<string, (IdempotencyRecord Record, DateTimeOffset Time)> first = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> waiting = new();
    private long seen = -1;

    /// <summary>Whether all keys that were there at the start are known, so that a claim need not wait.</summary>
    public bool IsCaughtUp => tail.CaughtUp.IsCompletedSuccessfully;

    /// <summary>Connects ahead of the first claim.</summary>
    public void Warm() => writer.Warm();

    /// <summary>Claims a key for <paramref name="mine"/> and returns whose it is: <paramref name="mine"/>, or what came before.</summary>
    /// <exception cref="BrokerUnavailableException">Kafka did not acknowledge the claim in time.</exception>
    public async Task<IdempotencyRecord> ClaimAsync(string tenant, string key, IdempotencyRecord mine, CancellationToken ct)
    {
        var name = $"{tenant}\n{key}";
        await WithinAsync(tail.CaughtUp, ct);
        if (Find(name) is { } known)
            return known;
        var to = new TopicPartition(connection.Name(TopicNames.Idempotency), 0);
        var written = await writer.WriteAsync(to, Records.Message(name, mine, Wire.Json.IdempotencyRecord, ContentTypes.Idempotency), ct);
        var back = waiting.GetOrAdd(written.Offset.Value, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Volatile.Read(ref seen) >= written.Offset.Value)
            back.TrySetResult();
        try
        {
            await WithinAsync(back.Task, ct);
        }
        finally
        {
            waiting.TryRemove(written.Offset.Value, out _);
        }
        return Find(name) ?? mine;
    }

    public override void Dispose()
    {
        writer.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        tail.RunAsync([(TopicNames.Idempotency, TailStart.Beginning)], Handle, stoppingToken);

    private void Handle(ConsumeResult<byte[], byte[]> result)
    {
        if (result.Message.Key is not { } key)
            Records.Skip(result, "it has no key", log);
        else if (Records.ReadOrSkip(result, Wire.Json.IdempotencyRecord, log) is { } record)
            Keep(Encoding.UTF8.GetString(key), record);
        // A full fence: who waits adds itself first and looks here then.
        Interlocked.Exchange(ref seen, result.Offset.Value);
        if (waiting.TryGetValue(result.Offset.Value, out var waiter))
            waiter.TrySetResult();
        if (result.Offset.Value % 1000 == 0)
            Forget();
    }

    private void Keep(string name, LogRecord<IdempotencyRecord> record)
    {
        if (Find(name) is null)
            first[name] = (record.Value, record.Time);
    }

    private IdempotencyRecord? Find(string name) =>
        first.TryGetValue(name, out var entry) && entry.Time + Kept > time.GetUtcNow() ? entry.Record : null;

    private void Forget()
    {
        var old = time.GetUtcNow() - Kept;
        foreach (var (name, entry) in first)
        {
            if (entry.Time < old)
                first.TryRemove(name, out _);
        }
    }

    private async Task WithinAsync(Task task, CancellationToken ct)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromMilliseconds(options.Value.WriteTimeoutMs), time, ct);
        }
        catch (TimeoutException e)
        {
            throw new BrokerUnavailableException("Kafka did not hand the idempotency keys back in time", e);
        }
    }
}
