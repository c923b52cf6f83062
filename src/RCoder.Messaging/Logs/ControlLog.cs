using Microsoft.Extensions.Logging;
using RCoder.Contracts.Json;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;

namespace RCoder.Messaging.Logs;

/// <summary>Reads <c>rcoder.control</c>: every dispatcher sees all of it.</summary>
public sealed class ControlLog(KafkaConnection connection, ILoggerFactory loggers)
{
    private readonly LogReader reader = new(connection);
    private readonly ILogger log = loggers.CreateLogger<ControlLog>();

    /// <summary>Hands on every message written from now on until cancelled; <paramref name="started"/> is called when it has begun.</summary>
    public async Task FollowAsync(Action<LogRecord<ControlMessage>> handle, Action started, CancellationToken ct)
    {
        var tail = new TopicTail(connection, loggers.CreateLogger<TopicTail>());
        await tail.FollowAsync([(TopicNames.Control, TailStart.End)], result =>
        {
            if (Records.ReadOrSkip(result, Wire.Json.ControlMessage, log) is { } record)
                handle(record);
        }, started, ct);
    }

    /// <summary>All messages since a time, to the end as it is now.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer.</exception>
    public async Task ReadAsync(DateTimeOffset since, Action<LogRecord<ControlMessage>> handle, CancellationToken ct)
    {
        for (var partition = 0; partition < connection.PartitionsOf(TopicNames.Control); partition++)
        {
            await reader.ReadAsync(TopicNames.Control, partition, since - LogReader.Skew, result =>
            {
                if (Records.ReadOrSkip(result, Wire.Json.ControlMessage, log) is { } record)
                    handle(record);
                return true;
            }, ct);
        }
    }
}
