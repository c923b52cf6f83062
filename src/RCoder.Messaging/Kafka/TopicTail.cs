using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace RCoder.Messaging.Kafka;

/// <summary>Where a tail of a topic starts.</summary>
public enum TailStart
{
    /// <summary>With the first record that is still there.</summary>
    Beginning,

    /// <summary>With the next record that is written.</summary>
    End,
}

/// <summary>Follows whole topics, every partition, without a group: what each replica must see for itself.</summary>
internal sealed partial class TopicTail(KafkaConnection connection, ILogger<TopicTail> log)
{
    private readonly TaskCompletionSource caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when all that was in the topics at the start has been handled.</summary>
    public Task CaughtUp => caughtUp.Task;

    /// <summary>As <see cref="RunAsync"/>; <paramref name="started"/> is called once, when the tail has caught up.</summary>
    public async Task FollowAsync(
        IReadOnlyList<(string Topic, TailStart Start)> topics, Action<ConsumeResult<byte[], byte[]>> handle, Action started, CancellationToken ct)
    {
        var run = RunAsync(topics, handle, ct);
        await Task.WhenAny(run, CaughtUp);
        if (!run.IsCompleted)
            started();
        await run;
    }

    /// <summary>Runs on a thread of its own until cancelled, and starts again when the broker comes back.</summary>
    public Task RunAsync(IReadOnlyList<(string Topic, TailStart Start)> topics, Action<ConsumeResult<byte[], byte[]>> handle, CancellationToken ct) =>
        Task.Factory.StartNew(() => Run(topics, handle, ct), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(IReadOnlyList<(string Topic, TailStart Start)> topics, Action<ConsumeResult<byte[], byte[]>> handle, CancellationToken ct)
    {
        var config = connection.ConsumerConfig();
        config.GroupId = "rcoder.tail";
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler(connection.Log).SetErrorHandler((_, _) => { }).Build();
        var behind = Positions(consumer, topics, ct);
        if (ct.IsCancellationRequested)
            return;
        using var loop = new ReadLoop(connection, consumer, topics.Select(t => connection.Name(t.Topic)), log);
        consumer.Assign(behind.Select(p => new TopicPartitionOffset(p.Key, p.Value.Start)));
        var wait = behind.Where(p => p.Value.Start < p.Value.End).ToDictionary(p => p.Key, p => p.Value.End);
        if (wait.Count == 0)
            caughtUp.TrySetResult();
        loop.Run(record =>
        {
            Guarded(handle, record);
            if (wait.Count > 0 && wait.TryGetValue(record.TopicPartition, out var end) && record.Offset + 1 >= end && wait.Remove(record.TopicPartition) && wait.Count == 0)
                caughtUp.TrySetResult();
        }, () => { }, ct);
        consumer.Close();
    }

    /// <summary>One record that is handled wrongly must not end the tail, which would meet it again at every start.</summary>
    private void Guarded(Action<ConsumeResult<byte[], byte[]>> handle, ConsumeResult<byte[], byte[]> record)
    {
        try
        {
            handle(record);
        }
        catch (Exception e)
        {
            // Never its message, which can quote the record.
            NotHandled(record.Topic, record.Partition.Value, record.Offset.Value, e.GetType().Name, e.StackTrace);
        }
    }

    private Dictionary<TopicPartition, (Offset Start, Offset End)> Positions(
        IConsumer<byte[], byte[]> consumer, IReadOnlyList<(string Topic, TailStart Start)> topics, CancellationToken ct)
    {
        var failures = new ReadFailures(log);
        while (true)
        {
            var positions = new Dictionary<TopicPartition, (Offset, Offset)>();
            try
            {
                foreach (var (topic, start) in topics)
                {
                    for (var i = 0; i < connection.PartitionsOf(topic); i++)
                    {
                        var partition = new TopicPartition(connection.Name(topic), i);
                        var marks = consumer.QueryWatermarkOffsets(partition, TimeSpan.FromSeconds(2));
                        positions[partition] = (start == TailStart.Beginning ? marks.Low : marks.High, marks.High);
                    }
                }
                return positions;
            }
            catch (Exception e) when (e is KafkaException or BrokerUnavailableException)
            {
                failures.Tell(e);
                if (ct.WaitHandle.WaitOne(200))
                    return [];
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Record {Topic} [{Partition}] @{Offset} was not handled: {Exception}\n{Trace}")]
    private partial void NotHandled(string topic, int partition, long offset, string exception, string? trace);
}
