using Confluent.Kafka;

namespace RCoder.Messaging.Kafka;

/// <summary>Reads stretches of a partition that lie behind: what is older than a replica's memory.</summary>
internal sealed class LogReader(KafkaConnection connection)
{
    /// <summary>By how much the clocks of the machines that write may differ: who reads from another's time on begins this much earlier.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BrokerTimeout = TimeSpan.FromSeconds(5);

    // Each reader is a connection of its own; this many at one time serve, more wait.
    private readonly SemaphoreSlim slots = new(4);

    /// <summary>
    /// Hands every record of a partition to <paramref name="handle"/>, from the first at or after
    /// <paramref name="since"/> to the end as it is at the call, until <paramref name="handle"/> says false.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer.</exception>
    public Task ReadAsync(string topic, int partition, DateTimeOffset since, Func<ConsumeResult<byte[], byte[]>, bool> handle, CancellationToken ct) =>
        ReadAsync(topic, partition, consumer => OffsetAt(consumer, new TopicPartition(connection.Name(topic), partition), since), handle, ct);

    /// <summary>The same from <paramref name="from"/> on; from the first that is left where that one is gone.</summary>
    public Task ReadAsync(string topic, int partition, long from, Func<ConsumeResult<byte[], byte[]>, bool> handle, CancellationToken ct) =>
        ReadAsync(topic, partition, _ => from, handle, ct);

    private async Task ReadAsync(string topic, int partition, Func<IConsumer<byte[], byte[]>, long> start, Func<ConsumeResult<byte[], byte[]>, bool> handle, CancellationToken ct)
    {
        await slots.WaitAsync(ct);
        try
        {
            await Task.Run(() => Read(new TopicPartition(connection.Name(topic), partition), start, handle, ct), ct);
        }
        catch (KafkaException e)
        {
            throw new BrokerUnavailableException($"Kafka at {connection.BootstrapServers} does not answer: {e.Error.Reason}", e);
        }
        finally
        {
            slots.Release();
        }
    }

    private void Read(TopicPartition partition, Func<IConsumer<byte[], byte[]>, long> start, Func<ConsumeResult<byte[], byte[]>, bool> handle, CancellationToken ct)
    {
        var config = connection.ConsumerConfig();
        config.GroupId = "rcoder.reader";
        config.EnablePartitionEof = true;
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler(connection.Log).SetErrorHandler((_, _) => { }).Build();
        var marks = consumer.QueryWatermarkOffsets(partition, BrokerTimeout);
        var from = Math.Max(start(consumer), marks.Low.Value);
        if (from >= marks.High.Value)
            return;
        consumer.Assign(new TopicPartitionOffset(partition, from));
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var record = consumer.Consume(BrokerTimeout)
                ?? throw new BrokerUnavailableException($"Kafka at {connection.BootstrapServers} did not send {partition} in {BrokerTimeout.TotalSeconds} s");
            if (record.IsPartitionEOF)
            {
                if (record.Offset.Value >= marks.High.Value)
                    return;
                continue;
            }
            if (record.Offset.Value >= marks.High.Value || !handle(record) || record.Offset.Value + 1 >= marks.High.Value)
                return;
        }
    }

    // No record that young: the end. The embedded broker says the same of any time, and is read from its start.
    private long OffsetAt(IConsumer<byte[], byte[]> consumer, TopicPartition partition, DateTimeOffset since)
    {
        if (connection.Embedded)
            return 0;
        var at = new TopicPartitionTimestamp(partition, new Timestamp(since.UtcDateTime));
        var found = consumer.OffsetsForTimes([at], BrokerTimeout)[0].Offset;
        return found.IsSpecial ? long.MaxValue : found.Value;
    }
}
