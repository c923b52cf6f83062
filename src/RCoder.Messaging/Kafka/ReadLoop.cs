using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RCoder.Messaging.Embedded;

namespace RCoder.Messaging.Kafka;

/// <summary>
/// One consumer and the thread that polls it. On the embedded broker it stops fetching when nothing has been
/// written for a second and it has read all that was, and starts again at the doorbell.
/// </summary>
internal sealed class ReadLoop : IDisposable
{
    private static readonly TimeSpan QuietBeforeSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BrokerTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestUnroused = TimeSpan.FromSeconds(1);

    // Nothing ends a Consume before its time: the longest that a cancellation or a rebalance waits,
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // and a partition that is let go again.
    private static readonly TimeSpan LookWhileHeld = TimeSpan.FromMilliseconds(10);

    private readonly IConsumer<byte[], byte[]> consumer;
    private readonly Doorbell? bell;
    private readonly UnreadBytes.Reader? unread;
    private readonly ReadFailures failures;
    private readonly ManualResetEventSlim rung = new();
    private readonly Lock gate = new();
    private readonly HashSet<TopicPartition> held = [];
    private readonly HashSet<TopicPartition> letGo = [];
    private readonly Dictionary<TopicPartition, long> next = [];
    private bool asleep;
    private bool closed;

    public ReadLoop(KafkaConnection connection, IConsumer<byte[], byte[]> consumer, IEnumerable<string> topics, ILogger log)
    {
        this.consumer = consumer;
        failures = new ReadFailures(log);
        bell = connection.Doorbell;
        unread = connection.Unread?.Watch(topics);
        if (bell is not null)
            bell.Rang += rung.Set;
    }

    /// <summary>Calls <paramref name="handle"/> for each record, on this thread, until cancelled.</summary>
    public void Run(Action<ConsumeResult<byte[], byte[]>> handle, Action tick, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                Read(handle);
                tick();
            }
            catch (KafkaException e)
            {
                failures.Tell(e.Error);
                ct.WaitHandle.WaitOne(50);
            }
        }
    }

    /// <summary>Stops fetching a partition until <see cref="Resume"/>.</summary>
    public void Pause(TopicPartition partition)
    {
        lock (gate)
        {
            letGo.Remove(partition);
            if (held.Add(partition) && !closed)
                Try(() => consumer.Pause([partition]));
        }
    }

    public void Resume(TopicPartition partition)
    {
        lock (gate)
        {
            if (held.Remove(partition))
                letGo.Add(partition);
        }
    }

    /// <summary>A partition that was taken away is paused no more. On the polling thread.</summary>
    public void Forget(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            next.Remove(partition);
            lock (gate)
            {
                held.Remove(partition);
                letGo.Remove(partition);
            }
        }
    }

    /// <summary>From then on the consumer is left alone, and may be disposed of.</summary>
    public void Dispose()
    {
        lock (gate)
            closed = true;
        if (bell is not null)
            bell.Rang -= rung.Set;
        rung.Dispose();
        unread?.Dispose();
    }

    private void Read(Action<ConsumeResult<byte[], byte[]>> handle)
    {
        // A sleeper waits at the bell, and looks at Kafka only for what concerns its group.
        if (asleep && rung.Wait(Look))
            Wake();
        var held = FetchWhatWasLetGo();
        var record = consumer.Consume(asleep ? TimeSpan.Zero : held ? LookWhileHeld : Look);
        if (record is not null && bell is not null)
        {
            next[record.TopicPartition] = record.Offset.Value + (record.IsPartitionEOF ? 0 : 1);
            // Of a partition that became ours while all others slept.
            if (asleep)
                Wake();
        }
        if (record is { IsPartitionEOF: false })
        {
            handle(record);
            unread?.Seen(record.TopicPartition, RecordWriter.Size(record.Message));
        }
        else if (record is null && bell is not null && !asleep && bell.Quiet > QuietBeforeSleep)
        {
            Sleep(bell);
        }
    }

    private void Sleep(Doorbell bell)
    {
        // A ring from here on ends the sleep, or lets it not begin.
        rung.Reset();
        if (!consumer.Assignment.TrueForAll(IsAtEnd) || rung.IsSet)
            return;
        asleep = true;
        consumer.Pause(consumer.Assignment);
    }

    /// <summary>Silence alone does not tell: on a busy machine what was written may be a second on its way.</summary>
    private bool IsAtEnd(TopicPartition partition) =>
        next.TryGetValue(partition, out var read) && read >= consumer.QueryWatermarkOffsets(partition, BrokerTimeout).High.Value;

    private void Wake()
    {
        asleep = false;
        List<TopicPartition> slept;
        lock (gate)
        {
            slept = [.. consumer.Assignment.Where(partition => !held.Contains(partition))];
            Try(() => consumer.Resume(slept));
        }
        // There is one broker, and so one thread to rouse.
        Rouse(slept.Take(1));
    }

    /// <summary>True while a partition is held.</summary>
    private bool FetchWhatWasLetGo()
    {
        List<TopicPartition> free;
        lock (gate)
        {
            if (letGo.Count == 0)
                return held.Count > 0;
            free = [.. letGo];
            letGo.Clear();
            Try(() => consumer.Resume(free));
        }
        Rouse(free);
        return true;
    }

    /// <summary>
    /// That a partition may be fetched is not heard at once: librdkafka's thread for a broker, while it has nothing to
    /// send or to receive, looks at its partitions once a second. A question to the broker rouses it.
    /// </summary>
    private void Rouse(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
            Try(() => consumer.QueryWatermarkOffsets(partition, LongestUnroused));
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
            failures.Tell(e.Error);
        }
    }
}
