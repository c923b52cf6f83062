using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Events;
using RCoder.Contracts.Json;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;

namespace RCoder.Messaging.Logs;

/// <summary>Writes to <c>rcoder.events</c>. The events of one execution stay in the order in which they are given.</summary>
public sealed partial class EventWriter(KafkaConnection connection, ILogger<EventWriter> log) : IDisposable
{
    // An event that is lost would leave its execution open for ever: it waits for the broker as long as that takes. What
    // then goes wrong is that the producer has no room for more, or has failed for good.
    private readonly RecordWriter writer = new(connection, timeoutMs: 0);

    /// <summary>
    /// Hands the event over; waits only where the embedded broker has no room. <paramref name="lost"/> hears of one that was
    /// handed over and yet never written: its execution has a gap then.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">It could not be handed over: it was not written, and may be tried again.</exception>
    public async ValueTask WriteAsync(ExecutionEvent e, CancellationToken ct, Action<ExecutionEvent>? lost = null)
    {
        var to = PartitionOf(e);
        if (connection.Unread is { } unread && !unread.HasRoom(to))
            await unread.WaitForRoomAsync(to, ct);
        writer.Write(to, Message(e), error =>
        {
            NotWritten(e.Id.ToString(), error.Reason);
            lost?.Invoke(e);
        });
    }

    /// <summary>Ends when the event, and so all before it of its execution, is acknowledged.</summary>
    /// <exception cref="BrokerUnavailableException">It was not written, and may be tried again.</exception>
    public async Task WriteAcknowledgedAsync(ExecutionEvent e, CancellationToken ct)
    {
        var to = PartitionOf(e);
        if (connection.Unread is { } unread)
            await unread.WaitForRoomAsync(to, ct);
        await writer.WriteAsync(to, Message(e), ct);
    }

    public void Warm() => writer.Warm();

    public void Dispose() => writer.Dispose();

    private TopicPartition PartitionOf(ExecutionEvent e) =>
        new(connection.Name(TopicNames.Events), e.Id.PartitionOf(connection.PartitionsOf(TopicNames.Events)));

    private static Message<byte[], byte[]> Message(ExecutionEvent e) =>
        Records.Message(e.Id.ToString(), e, Wire.Json.ExecutionEvent, ContentTypes.Event);

    [LoggerMessage(LogLevel.Error, "An event of {Execution} was not written: {Reason}")]
    private partial void NotWritten(string execution, string reason);
}
