namespace RCoder.Operator.Pools;

/// <summary>A size that follows its wishes up at once, and down when none of the last while was higher.</summary>
internal sealed class Stabilised(TimeSpan window)
{
    // Falling sizes, each with the last time that it was wished: the first is the highest of the window.
    private readonly LinkedList<(int Size, DateTimeOffset At)> wishes = [];

    /// <summary>When the size falls, if nothing else is wished; null: not before it does.</summary>
    public DateTimeOffset? FallsAt => wishes.Count > 1 ? wishes.First!.Value.At + window : null;

    public int Add(int size, DateTimeOffset now)
    {
        while (wishes.Last is { } last && last.Value.Size <= size)
            wishes.RemoveLast();
        wishes.AddLast((size, now));
        while (wishes.First!.Value.At + window <= now && wishes.Count > 1)
            wishes.RemoveFirst();
        return wishes.First!.Value.Size;
    }
}
