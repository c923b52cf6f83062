namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// When pods that have served may end. To take one down costs the node more CPU than a short run does, so it waits until
/// none has begun for a while; but not where runs wait for the room that it takes.
/// </summary>
internal sealed class Lull(TimeProvider time)
{
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private TaskCompletionSource hurried = NewHurry();
    private DateTimeOffset lastBegan, lastShort;
    private bool over;

    /// <summary>A run has its pod.</summary>
    public void Began()
    {
        lock (gate)
            lastBegan = time.GetUtcNow();
    }

    /// <summary>A run found no pod waiting.</summary>
    public void Short() => Hurry(forever: false);

    /// <summary>This process ends.</summary>
    public void End() => Hurry(forever: true);

    public async Task WaitAsync()
    {
        var begin = time.GetUtcNow();
        while (Left(begin) is { } left && left.Wait > TimeSpan.Zero)
            await left.Hurried.WaitAsync(left.Wait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private (TimeSpan Wait, Task Hurried)? Left(DateTimeOffset begin)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (over || now - lastShort < Longest)
                return null;
            var until = lastBegan + Quiet;
            return ((until < begin + Longest ? until : begin + Longest) - now, hurried.Task);
        }
    }

    private void Hurry(bool forever)
    {
        lock (gate)
        {
            (lastShort, over) = (time.GetUtcNow(), over || forever);
            hurried.TrySetResult();
            hurried = NewHurry();
        }
    }

    private static TaskCompletionSource NewHurry() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
