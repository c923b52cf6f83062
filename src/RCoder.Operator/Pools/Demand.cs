namespace RCoder.Operator.Pools;

/// <summary>What is asked of one pool, measured: how many runs begin a second, and how long a pod takes to start.</summary>
internal sealed class Demand(TimeProvider time, TimeSpan shrinkAfter)
{
    /// <summary>Over how long a rate is measured.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private const double UnmeasuredRefillSeconds = 2;
    private const double WeightOfTheLast = 0.2;

    private readonly Lock gate = new();
    private readonly Queue<long> begun = [];
    private readonly Stabilised size = new(shrinkAfter);
    private double refillSeconds = UnmeasuredRefillSeconds;

    /// <summary>A run began, in a pod that waited or in one of its own.</summary>
    public void RunBegan()
    {
        lock (gate)
            begun.Enqueue(time.GetTimestamp());
    }

    /// <summary>A pod of the pool, or one like it, has come up.</summary>
    public void Started(TimeSpan after)
    {
        lock (gate)
            refillSeconds += WeightOfTheLast * (Math.Clamp(after.TotalSeconds, 0.1, 60) - refillSeconds);
    }

    /// <returns>The size, and when it may have changed without anything having happened.</returns>
    public (int Size, TimeSpan? Until) Desired(int min, int max, int coldRuns)
    {
        lock (gate)
        {
            while (begun.TryPeek(out var at) && time.GetElapsedTime(at) > Window)
                begun.Dequeue();
            var now = time.GetUtcNow();
            var desired = size.Add(DesiredSize.Of(min, max, begun.Count / Window.TotalSeconds, coldRuns, refillSeconds), now);
            TimeSpan? until = begun.Count > 0 ? Window : size.FallsAt - now;
            return (Math.Clamp(desired, min, Math.Max(min, max)), until);
        }
    }
}
