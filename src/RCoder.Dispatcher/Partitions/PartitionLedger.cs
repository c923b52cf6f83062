namespace RCoder.Dispatcher.Partitions;

/// <summary>
/// Which jobs of one partition are open. The offset that may be committed is that of the lowest open one, so
/// that whoever takes over reads every job that has no end yet.
/// </summary>
internal sealed class PartitionLedger(long committed)
{
    private readonly SortedSet<long> open = [];
    private long next = committed;

    public int Open => open.Count;

    /// <summary>The first offset that is not done.</summary>
    public long Committable => open.Count > 0 ? open.Min : next;

    public void Take(long offset)
    {
        open.Add(offset);
        next = Math.Max(next, offset + 1);
    }

    /// <summary>True when <see cref="Committable"/> moved.</summary>
    public bool Done(long offset)
    {
        var before = Committable;
        open.Remove(offset);
        return Committable != before;
    }
}
