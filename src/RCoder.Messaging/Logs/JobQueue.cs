using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Events;
using RCoder.Contracts.Json;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;

namespace RCoder.Messaging.Logs;

/// <summary>
/// This process's share of the job topics: a member of the group <c>rcoder.dispatcher</c>. All of
/// <see cref="IJobQueueOwner"/> is called on one thread, in order.
/// </summary>
public sealed partial class JobQueue : IDisposable
{
    public const string Group = "rcoder.dispatcher";
    private static readonly TimeSpan BrokerTimeout = TimeSpan.FromSeconds(10);

    private readonly KafkaConnection connection;
    private readonly ILogger log;
    private readonly DeadLetters letters;
    private readonly UnkeptOffsets unkept = new();
    private readonly ConcurrentQueue<(JobPartition Partition, long Offset)> kept = new();
    private IConsumer<byte[], byte[]>? consumer;
    private ReadLoop? loop;
    private volatile IReadOnlyList<string> wanted = [];

    public JobQueue(KafkaConnection connection, EventLog events, EventWriter ends, TimeProvider time, ILogger<JobQueue> log)
    {
        this.connection = connection;
        this.log = log;
        letters = new DeadLetters(connection, events, ends, time, log);
    }

    /// <summary>Which runtimes' jobs to take, from now on.</summary>
    public void Take(IEnumerable<string> runtimes) =>
        wanted = [.. runtimes.Select(r => connection.Name(TopicNames.Jobs(r))).Order(StringComparer.Ordinal)];

    /// <summary>Runs on a thread of its own until cancelled; then leaves the group.</summary>
    public Task RunAsync(IJobQueueOwner owner, CancellationToken ct) =>
        Task.Factory.StartNew(() => Run(owner, ct), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Everything of the partition before <paramref name="next"/> is done.</summary>
    public void Commit(JobPartition partition, long next)
    {
        try
        {
            consumer?.Commit([new TopicPartitionOffset(Partition(partition), unkept.Committable(partition, next))]);
        }
        catch (KafkaException e)
        {
            // The next commit, or the recovery of who takes over, makes up for it.
            CommitFailed(partition.Topic, partition.Number, e.Error.Reason);
        }
    }

    public void Pause(JobPartition partition) => loop?.Pause(Partition(partition));

    public void Resume(JobPartition partition) => loop?.Resume(Partition(partition));

    public void Dispose() => letters.Dispose();

    private void Run(IJobQueueOwner owner, CancellationToken ct)
    {
        var config = connection.ConsumerConfig();
        config.GroupId = connection.Name(Group);
        config.GroupProtocol = GroupProtocol.Consumer;
        using var client = new ConsumerBuilder<byte[], byte[]>(config)
            .SetLogHandler(connection.Log)
            .SetErrorHandler((_, _) => { })
            .SetPartitionsAssignedHandler((c, partitions) => owner.Assigned([.. partitions.Select(p => Assignment(c, p))]))
            .SetPartitionsRevokedHandler((_, partitions) => Revoked(owner, partitions))
            .SetPartitionsLostHandler((_, partitions) => Revoked(owner, partitions))
            .Build();
        while (wanted.Count == 0 && !ct.WaitHandle.WaitOne(20)) { }
        consumer = client;
        using var reading = loop = new ReadLoop(connection, client, wanted, log);
        IReadOnlyList<string> subscribed = [];
        void Subscribe()
        {
            if (ReferenceEquals(subscribed, wanted))
                return;
            subscribed = wanted;
            if (subscribed.Count > 0)
                client.Subscribe(subscribed);
            else
                client.Unsubscribe();
        }
        Subscribe();
        reading.Run(record => Handle(owner, record, ct), () =>
        {
            Skip(owner);
            Subscribe();
        }, ct);
        // Before the consumer, whose partitions others may still let go.
        reading.Dispose();
        consumer = null;
        client.Close();
    }

    private void Handle(IJobQueueOwner owner, ConsumeResult<byte[], byte[]> result, CancellationToken ct)
    {
        var partition = Partition(result.TopicPartition);
        var (record, problem) = Records.Read(result, Wire.Json.Job);
        if (record is { } job)
        {
            var position = new JobPosition { Topic = partition.Topic, Partition = partition.Number, Offset = result.Offset.Value };
            owner.Taken(new QueuedJob(job.Value, position, job.Time, Records.Header(result, HeaderNames.TraceParent)));
            return;
        }
        unkept.Add(partition, result.Offset.Value);
        _ = KeepAsync(partition, result, problem!, ct);
    }

    private async Task KeepAsync(JobPartition partition, ConsumeResult<byte[], byte[]> result, string problem, CancellationToken ct)
    {
        try
        {
            await letters.KeepAsync(partition, result, problem, ct);
            kept.Enqueue((partition, result.Offset.Value));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // This process ends, and the offset is not committed: whoever reads it next does the same.
        }
    }

    private void Skip(IJobQueueOwner owner)
    {
        while (kept.TryDequeue(out var at))
        {
            if (unkept.Remove(at.Partition, at.Offset))
                owner.Skipped(at.Partition, at.Offset);
        }
    }

    private void Revoked(IJobQueueOwner owner, List<TopicPartitionOffset> partitions)
    {
        loop?.Forget(partitions.Select(p => p.TopicPartition));
        foreach (var partition in partitions)
            unkept.Forget(Partition(partition.TopicPartition));
        owner.Revoked([.. partitions.Select(p => Partition(p.TopicPartition))]);
    }

    private JobAssignment Assignment(IConsumer<byte[], byte[]> client, TopicPartition partition)
    {
        var end = client.QueryWatermarkOffsets(partition, BrokerTimeout);
        var committed = client.Committed([partition], BrokerTimeout)[0].Offset;
        return new JobAssignment(Partition(partition), committed.IsSpecial ? end.Low.Value : committed.Value, end.High.Value);
    }

    private TopicPartition Partition(JobPartition p) => new(connection.Name(p.Topic), p.Number);

    private JobPartition Partition(TopicPartition p) => new(p.Topic[connection.Name("").Length..], p.Partition.Value);

    [LoggerMessage(LogLevel.Warning, "Offset of {Topic} [{Partition}] was not committed: {Reason}")]
    private partial void CommitFailed(string topic, int partition, string reason);
}
