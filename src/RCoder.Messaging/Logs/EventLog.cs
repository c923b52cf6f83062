using Microsoft.Extensions.Logging;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;

namespace RCoder.Messaging.Logs;

/// <summary>Reads <c>rcoder.events</c>: live, every event; and, of one execution or of a stretch of time, what was.</summary>
public sealed class EventLog(KafkaConnection connection, ILoggerFactory loggers)
{
    private readonly LogReader reader = new(connection);
    private readonly ILogger log = loggers.CreateLogger<EventLog>();

    /// <summary>How many partitions the events lie in.</summary>
    public int Partitions => connection.PartitionsOf(TopicNames.Events);

    /// <summary>
    /// Hands on every event written from now on, on one thread, until cancelled. The task that is returned ends
    /// when the tail stands at its start: what is written after that is seen.
    /// </summary>
    public async Task FollowAsync(Action<LogRecord<ExecutionEvent>> handle, Action started, CancellationToken ct)
    {
        var tail = new TopicTail(connection, loggers.CreateLogger<TopicTail>());
        await tail.FollowAsync([(TopicNames.Events, TailStart.End)], result =>
        {
            if (Records.ReadOrSkip(result, Wire.Json.ExecutionEvent, log) is { } record)
                handle(record);
        }, started, ct);
    }

    /// <summary>The events of one execution as they lie in the log, from its time or from an offset on, to the end as it is now.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer.</exception>
    public async Task<IReadOnlyList<LogRecord<ExecutionEvent>>> ReadAsync(ExecutionId id, CancellationToken ct)
    {
        var found = new List<LogRecord<ExecutionEvent>>();
        var order = new EventOrder();
        var key = System.Text.Encoding.UTF8.GetBytes(id.ToString());
        await reader.ReadAsync(TopicNames.Events, id.PartitionOf(Partitions), id.Time - LogReader.Skew, result =>
        {
            if (!result.Message.Key.AsSpan().SequenceEqual(key) || Records.ReadOrSkip(result, Wire.Json.ExecutionEvent, log) is not { } record)
                return true;
            found.Add(record);
            // Not at any terminal event: one of an attempt that was given up may come before the one that counts.
            order.Takes(record.Value);
            return !order.IsFinished;
        }, ct);
        return found;
    }

    /// <summary>All events of a partition since a time, to the end as it is now.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer.</exception>
    public Task ReadAsync(int partition, DateTimeOffset since, Action<LogRecord<ExecutionEvent>> handle, CancellationToken ct) =>
        reader.ReadAsync(TopicNames.Events, partition, since - LogReader.Skew, result =>
        {
            if (Records.ReadOrSkip(result, Wire.Json.ExecutionEvent, log) is { } record)
                handle(record);
            return true;
        }, ct);
}
