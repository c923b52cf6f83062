using RCoder.Runtimes.Catalogue;

namespace RCoder.Dispatcher.Runs;

/// <summary>
/// How many programs run at one time: in this process, and of each runtime, by its <c>pool.max</c> as it is now. First
/// come, first served, among those whose runtime has room.
/// </summary>
internal sealed class Slots(int concurrency, RuntimeCatalogue catalogue)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Lane> lanes = [];
    private int used;
    private long tickets;

    /// <summary>Dispose what is returned to give the slot back.</summary>
    public async Task<IDisposable> TakeAsync(string runtime, CancellationToken ct)
    {
        Waiter waiter;
        lock (gate)
        {
            if (!lanes.TryGetValue(runtime, out var lane))
                lanes.Add(runtime, lane = new Lane(runtime));
            lane.Waiting.Enqueue(waiter = new Waiter(lane, ++tickets));
            Serve();
        }
        await using var _ = ct.UnsafeRegister(static waiter => ((Waiter)waiter!).Room.TrySetCanceled(), waiter);
        await waiter.Room.Task;
        return new Slot(this, waiter.Lane);
    }

    private void Serve()
    {
        while (used < concurrency && Next() is { } lane)
        {
            if (!lane.Waiting.Dequeue().Room.TrySetResult())
                continue;
            used++;
            lane.Used++;
        }
    }

    private Lane? Next() => lanes.Values.Where(lane => lane.Waiting.Count > 0 && lane.Used < Most(lane)).MinBy(lane => lane.Waiting.Peek().Ticket);

    private int Most(Lane lane) => catalogue.Find(lane.Runtime)?.Spec.Pool.Max ?? 1;

    private void Free(Lane lane)
    {
        lock (gate)
        {
            used--;
            lane.Used--;
            Serve();
        }
    }

    private sealed class Lane(string runtime)
    {
        public string Runtime => runtime;
        public Queue<Waiter> Waiting { get; } = new();
        public int Used { get; set; }
    }

    private sealed record Waiter(Lane Lane, long Ticket)
    {
        public TaskCompletionSource Room { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Slot(Slots slots, Lane lane) : IDisposable
    {
        public void Dispose() => slots.Free(lane);
    }
}
