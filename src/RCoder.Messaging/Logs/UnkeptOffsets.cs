namespace RCoder.Messaging.Logs;

/// <summary>Offsets of records that are no jobs and not yet safe among the dead letters: nothing past one is committed.</summary>
internal sealed class UnkeptOffsets
{
    private readonly Lock gate = new();
    private readonly Dictionary<JobPartition, SortedSet<long>> unkept = [];

    public void Add(JobPartition partition, long offset)
    {
        lock (gate)
        {
            if (!unkept.TryGetValue(partition, out var offsets))
                unkept[partition] = offsets = [];
            offsets.Add(offset);
        }
    }

    /// <summary>False where it was not here: its partition was taken away since.</summary>
    public bool Remove(JobPartition partition, long offset)
    {
        lock (gate)
            return unkept.TryGetValue(partition, out var offsets) && offsets.Remove(offset);
    }

    /// <summary>The partition is another's, who reads all that was not committed.</summary>
    public void Forget(JobPartition partition)
    {
        lock (gate)
            unkept.Remove(partition);
    }

    /// <summary>What may be committed where everything but these is done up to <paramref name="next"/>.</summary>
    public long Committable(JobPartition partition, long next)
    {
        lock (gate)
            return unkept.TryGetValue(partition, out var offsets) && offsets.Count > 0 ? Math.Min(next, offsets.Min) : next;
    }
}
