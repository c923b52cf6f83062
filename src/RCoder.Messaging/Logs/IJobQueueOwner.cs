using RCoder.Contracts.Events;
using RCoder.Contracts.Jobs;

namespace RCoder.Messaging.Logs;

/// <summary>Who takes jobs from a <see cref="JobQueue"/>. Called on the queue's thread: return quickly.</summary>
public interface IJobQueueOwner
{
    void Assigned(IReadOnlyList<JobAssignment> partitions);

    /// <summary>These are another's now, or nobody's: nothing of theirs may be written or committed any more.</summary>
    void Revoked(IReadOnlyList<JobPartition> partitions);

    void Taken(QueuedJob job);

    /// <summary>
    /// What stood at this offset was no job: it is with the dead letters, and its execution has its end. What stood after it
    /// may have been taken before.
    /// </summary>
    void Skipped(JobPartition partition, long offset);
}

/// <summary>A partition of a job topic.</summary>
public readonly record struct JobPartition(string Topic, int Number);

/// <summary>A partition that is ours now, with the first offset not done and the end as it was then.</summary>
public sealed record JobAssignment(JobPartition Partition, long Committed, long End);

/// <summary>A job, where it stands, and when it was written.</summary>
public sealed record QueuedJob(Job Job, JobPosition Position, DateTimeOffset WrittenAt, string? TraceParent)
{
    public JobPartition Partition => new(Position.Topic, Position.Partition);
}
