namespace RCoder.Kubernetes.Leading;

/// <summary>
/// Ends a leader's term by this machine's monotonic clock alone: whatever the API server, the network or the wall clock
/// do, <see cref="Down"/> is cancelled once the last renewal was sent longer ago than <paramref name="stopAfter"/>.
/// Others count from when they saw that renewal, which is later.
/// </summary>
internal sealed class LeaseFence(TimeSpan stopAfter, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource down = new(Timeout.InfiniteTimeSpan, time);

    public CancellationToken Down => down.Token;

    /// <param name="sent">The timestamp from before the renewal was sent.</param>
    public void Renewed(long sent)
    {
        var left = stopAfter - time.GetElapsedTime(sent);
        if (left > TimeSpan.Zero)
            down.CancelAfter(left);
        else
            down.Cancel();
    }

    public void Lower() => down.Cancel();

    public void Dispose() => down.Dispose();
}
