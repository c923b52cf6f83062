using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Topics;
using RCoder.Dispatcher.Partitions;
using RCoder.Dispatcher.Recovery;
using RCoder.Dispatcher.Runs;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Dispatcher;

/// <summary>Takes jobs from the partitions that are ours and sees each to its end.</summary>
internal sealed partial class DispatcherService(
    KafkaConnection kafka, JobQueue queue, EventLog eventLog, ControlLog control, ControlInbox inbox,
    RunServices runs, RuntimeCatalogue catalogue, DispatcherReadiness readiness, ILogger<DispatcherService> log) : BackgroundService, IJobQueueOwner
{
    private static readonly TimeSpan Housekeeping = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<JobPartition, OwnedPartition> partitions = new();
    private readonly PartitionRecovery recovery = new(eventLog, control, inbox);

    public void Assigned(IReadOnlyList<JobAssignment> assigned)
    {
        foreach (var a in assigned)
        {
            PartitionOurs(a.Partition.Topic, a.Partition.Number, a.Committed, a.End);
            partitions[a.Partition] = new OwnedPartition(a, queue, recovery, runs, inbox, log);
        }
        readiness.Reached();
    }

    public void Revoked(IReadOnlyList<JobPartition> revoked)
    {
        foreach (var partition in revoked)
        {
            if (partitions.TryRemove(partition, out var owned))
                owned.Leave();
        }
    }

    public void Taken(QueuedJob job)
    {
        if (partitions.TryGetValue(job.Partition, out var owned))
            owned.Take(job);
    }

    public void Skipped(JobPartition partition, long offset)
    {
        if (partitions.TryGetValue(partition, out var owned))
            owned.Skip(offset);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(new[] { TopicNames.Events, TopicNames.Control, TopicNames.DeadJobs }.Select(topic => kafka.EnsureTopicAsync(topic, stoppingToken)));
        runs.Events.Warm();
        // What is said while a partition is taken over must not fall between the log and the tail.
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var follow = control.FollowAsync(inbox.Deliver, listening.SetResult, stoppingToken);
        await listening.Task.WaitAsync(stoppingToken);

        catalogue.Changed += TakeAll;
        TakeAll();
        var run = queue.RunAsync(this, stoppingToken);
        using var timer = new PeriodicTimer(Housekeeping, runs.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                inbox.Forget();
        }
        finally
        {
            catalogue.Changed -= TakeAll;
            foreach (var owned in partitions.Values)
                owned.Leave();
            await Task.WhenAll(run, follow);
        }
    }

    // Those that are not ready too: their jobs have deadlines and can be cancelled.
    private void TakeAll() => queue.Take(catalogue.All.Select(runtime => runtime.Name));

    [LoggerMessage(LogLevel.Debug, "Partition {Topic} [{Partition}] is ours from offset {Committed}; its end is {End}")]
    private partial void PartitionOurs(string topic, int partition, long committed, long end);
}
