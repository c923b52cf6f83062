using System.Threading.Channels;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Logs;

namespace RCoder.Integration.Messaging;

/// <summary>Takes what a queue hands out, and does nothing with it.</summary>
internal sealed class CollectingOwner : IJobQueueOwner
{
    private readonly Channel<QueuedJob> taken = Channel.CreateUnbounded<QueuedJob>();
    private readonly Channel<(JobPartition Partition, long Offset)> skipped = Channel.CreateUnbounded<(JobPartition, long)>();

    public void Assigned(IReadOnlyList<JobAssignment> partitions) { }

    public void Revoked(IReadOnlyList<JobPartition> partitions) { }

    public void Taken(QueuedJob job) => taken.Writer.TryWrite(job);

    public void Skipped(JobPartition partition, long offset) => skipped.Writer.TryWrite((partition, offset));

    public Task<List<QueuedJob>> TakeAsync(int count, CancellationToken ct) => ReadAsync(taken.Reader, count, ct);

    /// <summary>Ends when this job is taken; what came before it is let go.</summary>
    public Task TakenAsync(ExecutionId id, CancellationToken ct) => UntilAsync(taken.Reader, job => job.Job.Id == id, ct);

    /// <summary>The same of what was no job.</summary>
    public Task SkippedAsync(JobPartition partition, long offset, CancellationToken ct) => UntilAsync(skipped.Reader, at => at == (partition, offset), ct);

    private static async Task UntilAsync<T>(ChannelReader<T> from, Predicate<T> found, CancellationToken ct)
    {
        while (!found((await ReadAsync(from, 1, ct))[0])) { }
    }

    private static async Task<List<T>> ReadAsync<T>(ChannelReader<T> from, int count, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var all = new List<T>();
        while (all.Count < count)
            all.Add(await from.ReadAsync(limit.Token));
        return all;
    }
}
