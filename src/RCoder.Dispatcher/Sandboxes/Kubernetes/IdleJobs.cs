namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// For how long pods have been seen to wait. That is not their age: an image's pull or the wait for a node may take
/// minutes, and a pod that has just come up is about to get its program.
/// </summary>
internal sealed class IdleJobs(TimeSpan tooLong)
{
    private readonly Dictionary<string, DateTimeOffset> since = [];

    /// <param name="free">The Jobs whose pods wait now.</param>
    /// <param name="now">When that was seen.</param>
    /// <returns>Those of them that were seen to wait so long ago, and at every look since.</returns>
    public IReadOnlyList<string> Look(IEnumerable<string> free, DateTimeOffset now)
    {
        var waiting = free.ToHashSet();
        foreach (var job in since.Keys.Except(waiting).ToList())
            since.Remove(job);
        foreach (var job in waiting)
            since.TryAdd(job, now);
        return [.. waiting.Where(job => now - since[job] >= tooLong)];
    }
}
