using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RCoder.Messaging.Embedded;

namespace RCoder.Messaging.Kafka;

/// <summary>
/// One consumer and the thread that polls it. On the embedded broker it stops fetching when nothing has been
/// written for a second and it has read all that was, and starts again at the doorbell.
/// </summary>
internal sealed partial class ReadLoop : IDisposable
{
    private static readonly TimeSpan QuietBeforeSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BrokerTimeout = TimeSpan.FromSeconds(5);

    private readonly IConsumer<byte[], byte[]> consumer;
    private readonly Doorbell? bell;
    private readonly UnreadBytes.Reader? unread;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private readonly HashSet<TopicPartition> paused = [];
    private readonly Dictionary<TopicPartition, long> next = [];
    private bool asleep;
    private bool closed;

    public ReadLoop(KafkaConnection connection, IConsumer<byte[], byte[]> consumer, IEnumerable<string> topics, ILogger log)
    {
        this.consumer = consumer;
        this.log = log;
        bell = connection.Doorbell;
        unread = connection.Unread?.Watch(topics);
        if (bell is not null)
            bell.Rang += Wake;
    }

    /// <summary>Calls <paramref name="handle"/> for each record, on this thread, until cancelled.</summary>
    public void Run(Action<ConsumeResult<byte[], byte[]>> handle, Action tick, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var record = consumer.Consume(TimeSpan.FromMilliseconds(100));
                if (record is not null && bell is not null)
                    next[record.TopicPartition] = record.Offset.Value + (record.IsPartitionEOF ? 0 : 1);
                if (record is { IsPartitionEOF: false })
                {
                    handle(record);
                    unread?.Seen(record.TopicPartition, RecordWriter.Size(record.Message));
                }
                else if (record is null && bell is not null && !asleep && bell.Quiet > QuietBeforeSleep)
                {
                    Sleep(bell);
                }
                tick();
            }
            catch (ConsumeException e)
            {
                ReadFailed(e.Error.Reason, e.Error.Code);
                ct.WaitHandle.WaitOne(50);
            }
            catch (KafkaException e)
            {
                ReadFailed(e.Error.Reason, e.Error.Code);
                ct.WaitHandle.WaitOne(50);
            }
        }
    }

    /// <summary>Stops fetching a partition until <see cref="Resume"/>.</summary>
    public void Pause(TopicPartition partition)
    {
        lock (gate)
        {
            if (paused.Add(partition) && !asleep && !closed)
                Try(() => consumer.Pause([partition]));
        }
    }

    public void Resume(TopicPartition partition)
    {
        lock (gate)
        {
            if (paused.Remove(partition) && !asleep && !closed)
                Try(() => consumer.Resume([partition]));
        }
    }

    /// <summary>A partition that was taken away is paused no more. On the polling thread.</summary>
    public void Forget(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            next.Remove(partition);
            lock (gate)
                paused.Remove(partition);
        }
    }

    /// <summary>From then on the consumer is left alone, and may be disposed of.</summary>
    public void Dispose()
    {
        lock (gate)
            closed = true;
        if (bell is not null)
            bell.Rang -= Wake;
        unread?.Dispose();
    }

    private void Sleep(Doorbell bell)
    {
        var rings = bell.Rings;
        if (!IsAtEnd(bell, rings))
            return;
        lock (gate)
        {
            asleep = true;
            Try(() => consumer.Pause(consumer.Assignment));
        }
        // A ring between the look and the pause would have found nobody asleep.
        if (bell.Rings != rings)
            Wake();
    }

    /// <summary>Silence alone does not tell: on a busy machine what was written may be a second on its way.</summary>
    private bool IsAtEnd(Doorbell bell, long rings) => consumer.Assignment.TrueForAll(partition =>
        bell.Rings == rings && next.TryGetValue(partition, out var read) && read >= consumer.QueryWatermarkOffsets(partition, BrokerTimeout).High.Value);

    private void Wake()
    {
        if (!Volatile.Read(ref asleep))
            return;
        lock (gate)
        {
            if (!asleep || closed)
                return;
            asleep = false;
            Try(() => consumer.Resume(consumer.Assignment.Where(p => !paused.Contains(p))));
        }
    }

    // A partition can be lost between the look and the call; the next assignment starts afresh.
    private void Try(Action change)
    {
        try
        {
            change();
        }
        catch (KafkaException e)
        {
            ReadFailed(e.Error.Reason, e.Error.Code);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Reading from Kafka: {Reason} ({Code})")]
    private partial void ReadFailed(string reason, ErrorCode code);
}
