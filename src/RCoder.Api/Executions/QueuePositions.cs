using System.Collections.Concurrent;
using RCoder.Contracts.Events;

namespace RCoder.Api.Executions;

/// <summary>How many jobs stand before one, told from the places in its topic of those that were taken up.</summary>
internal sealed class QueuePositions
{
    private readonly ConcurrentDictionary<(string Topic, int Partition), long> taken = new();

    public void Taken(JobPosition job) =>
        taken.AddOrUpdate((job.Topic, job.Partition), job.Offset, (_, latest) => Math.Max(latest, job.Offset));

    /// <summary>Null while no job of its partition was seen being taken up.</summary>
    public int? Of(JobPosition job) =>
        taken.TryGetValue((job.Topic, job.Partition), out var latest) ? (int)Math.Clamp(job.Offset - latest - 1, 0, int.MaxValue) : null;
}
