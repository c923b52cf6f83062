namespace RCoder.Kubernetes.Queues;

/// <summary>Waits that double from <paramref name="First"/> to <paramref name="Most"/>, each cut by up to a half, so that many don't come back at once.</summary>
public readonly record struct Backoff(TimeSpan First, TimeSpan Most)
{
    /// <param name="failures">How many there were before this one: 0 or more.</param>
    public TimeSpan After(int failures) => Longest(failures) * (0.5 + Random.Shared.NextDouble() / 2);

    /// <summary>The same, not cut.</summary>
    public TimeSpan Longest(int failures) => failures < 32 && First * (1L << failures) < Most ? First * (1L << failures) : Most;
}
