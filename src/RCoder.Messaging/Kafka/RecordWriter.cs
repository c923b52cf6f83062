using Confluent.Kafka;
using RCoder.Messaging.Embedded;

namespace RCoder.Messaging.Kafka;

/// <summary>Writes records: idempotent, acknowledged by all in-sync replicas, in order within a partition.</summary>
internal sealed class RecordWriter : IDisposable
{
    private readonly KafkaConnection connection;
    private readonly UnreadBytes? unread;
    private readonly Lazy<IProducer<byte[], byte[]>> producer;
    private int disposed;

    /// <param name="connection">Where to.</param>
    /// <param name="timeoutMs">How long a record may wait for its acknowledgement; 0 is for ever.</param>
    public RecordWriter(KafkaConnection connection, int timeoutMs)
    {
        this.connection = connection;
        unread = connection.Unread;
        producer = new(() => new ProducerBuilder<byte[], byte[]>(connection.ProducerConfig(timeoutMs))
            .SetLogHandler(connection.Log)
            .SetErrorHandler((_, _) => { })
            .Build());
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
            var written = producer.Value.ProduceAsync(to, record, ct);
            connection.Doorbell?.Ring();
            var at = (await written).TopicPartitionOffset;
            connection.Doorbell?.Ring();
            return at;
        }
        catch (KafkaException e)
        {
            unread?.Withdrawn(to, Size(record));
            throw new BrokerUnavailableException($"Kafka at {connection.BootstrapServers} did not take the record: {e.Error.Reason}", e);
        }
    }

    /// <summary>Hands the record over and returns; <paramref name="failed"/> hears if it was never acknowledged.</summary>
    public void Write(TopicPartition to, Message<byte[], byte[]> record, Action<Error> failed)
    {
        unread?.Written(to, Size(record));
        try
        {
            producer.Value.Produce(to, record, report =>
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
            failed(e.Error);
        }
        connection.Doorbell?.Ring();
    }

    /// <summary>Opens the connection, so that the first record does not pay for it.</summary>
    public void Warm() => _ = producer.Value;

    public void Dispose()
    {
        // A container that knows an owner under two names disposes of it twice.
        if (!producer.IsValueCreated || Interlocked.Exchange(ref disposed, 1) == 1)
            return;
        producer.Value.Flush(TimeSpan.FromSeconds(2));
        producer.Value.Dispose();
    }

    internal static long Size(Message<byte[], byte[]> record) => (record.Value?.Length ?? 0) + 256;
}
