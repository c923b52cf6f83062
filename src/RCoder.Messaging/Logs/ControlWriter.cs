using Confluent.Kafka;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Json;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;

namespace RCoder.Messaging.Logs;

/// <summary>Writes to <c>rcoder.control</c>.</summary>
public sealed class ControlWriter(KafkaConnection connection, IOptions<KafkaOptions> options) : IDisposable
{
    private readonly RecordWriter writer = new(connection, options.Value.WriteTimeoutMs);

    /// <exception cref="BrokerUnavailableException">Kafka did not acknowledge it in time.</exception>
    public Task WriteAsync(ControlMessage message, CancellationToken ct)
    {
        var to = new TopicPartition(connection.Name(TopicNames.Control), message.Id.PartitionOf(connection.PartitionsOf(TopicNames.Control)));
        return writer.WriteAsync(to, Records.Message(message.Id.ToString(), message, Wire.Json.ControlMessage, ContentTypes.Control), ct);
    }

    /// <summary>Connects ahead of the first message.</summary>
    public void Warm() => writer.Warm();

    public void Dispose() => writer.Dispose();
}
