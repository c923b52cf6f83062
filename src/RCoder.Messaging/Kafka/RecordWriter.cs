using Confluent.Kafka;
using RCoder.Messaging.Embedded;

namespace RCoder.Messaging.Kafka;

/// <summary>Writes records: idempotent, acknowledged by all in-sync replicas, in order within a partition.</summary>
internal sealed class RecordWriter : IDisposable
{
    // What is on its way to a broker that does not answer is given up after socket.timeout.ms: 60 s.
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(90);

    private readonly KafkaConnection connection;
    private readonly UnreadBytes? unread;
    private readonly int timeoutMs;
    private readonly Lock gate = new();
    private IProducer<byte[], byte[]>? producer;
    private bool disposed;

    /// <param name="connection">Where to.</param>
    /// <param name="timeoutMs">How long a record may wait for its acknowledgement; 0 is for ever.</param>
    public RecordWriter(KafkaConnection connection, int timeoutMs)
    {
        (this.connection, this.timeoutMs) = (connection, timeoutMs);
        unread = connection.Unread;
    }

    /// <summary>Ends when the record is acknowledged.</summary>
    /// <exception cref="BrokerUnavailableException">It was not, in time.</exception>
    public async Task<TopicPartitionOffset> WriteAsync(TopicPartition to, Message<byte[], byte[]> record, CancellationToken ct)
    {
        if (unread is not null && !unread.HasRoom(to))
            throw new BrokerUnavailableException($"the embedded broker holds {UnreadBytes.Most >> 20} MiB of {to.Topic} that wait to be read; try again, or use a real Kafka");
        try
        {
            unread?.Written(to, Size(record));
            var written = Producer().ProduceAsync(to, record, ct);
            connection.Doorbell?.Ring();
            var at = (await written).TopicPartitionOffset;
            connection.Doorbell?.Ring();
            return at;
        }
        catch (KafkaException e)
        {
            unread?.Withdrawn(to, Size(record));
            throw NotTaken(e);
        }
    }

    /// <summary>Hands the record over and returns; <paramref name="failed"/> hears if it was never acknowledged.</summary>
    /// <exception cref="BrokerUnavailableException">It could not be handed over, as too many wait already.</exception>
    public void Write(TopicPartition to, Message<byte[], byte[]> record, Action<Error> failed)
    {
        unread?.Written(to, Size(record));
        try
        {
            Producer().Produce(to, record, report =>
            {
                connection.Doorbell?.Ring();
                if (!report.Error.IsError)
                    return;
                unread?.Withdrawn(to, Size(record));
                failed(report.Error);
            });
        }
        catch (ProduceException<byte[], byte[]> e)
        {
            unread?.Withdrawn(to, Size(record));
            throw NotTaken(e);
        }
        connection.Doorbell?.Ring();
    }

    /// <summary>Opens the connection, so that the first record does not pay for it.</summary>
    public void Warm() => _ = Producer();

    public void Dispose()
    {
        IProducer<byte[], byte[]>? last;
        lock (gate)
        {
            // A container that knows an owner under two names disposes of it twice.
            disposed = true;
            (last, producer) = (producer, null);
        }
        last?.Flush(TimeSpan.FromSeconds(2));
        last?.Dispose();
    }

    private IProducer<byte[], byte[]> Producer()
    {
        if (Volatile.Read(ref producer) is { } known)
            return known;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return producer ??= new ProducerBuilder<byte[], byte[]>(connection.ProducerConfig(timeoutMs))
                .SetLogHandler(connection.Log)
                .SetErrorHandler((failed, error) => ReplaceIfFatal(failed, error))
                .Build();
        }
    }

    /// <summary>After a fatal error a producer takes nothing any more, for ever: the next record makes another.</summary>
    private void ReplaceIfFatal(IProducer<byte[], byte[]> failed, Error error)
    {
        if (!error.IsFatal)
            return;
        lock (gate)
        {
            if (producer != failed)
                return;
            producer = null;
        }
        // Not here: this is its own thread. What it holds fails one by one, and who wrote that hears of it.
        _ = Task.Run(() =>
        {
            failed.Flush(LongestFlush);
            failed.Dispose();
        });
    }

    private BrokerUnavailableException NotTaken(KafkaException e) =>
        new($"Kafka at {connection.BootstrapServers} did not take the record: {e.Error.Reason}", e);

    internal static long Size(Message<byte[], byte[]> record) => (record.Value?.Length ?? 0) + 256;
}
