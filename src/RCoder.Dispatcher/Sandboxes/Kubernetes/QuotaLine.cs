namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// Who stands here waits for room in the namespace's quota. Each time that there may be some the first is let go, not
/// all: a hundred that try at once would only ask the API server the same.
/// </summary>
internal sealed class QuotaLine : IDisposable
{
    // Room can also come from what we don't see: a larger quota, pods that are not ours.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource> waiting = new();
    private readonly ITimer timer;

    public QuotaLine(TimeProvider time) => timer = time.CreateTimer(_ => Next(), null, LookAgain, LookAgain);

    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return waiting.Count == 0;
        }
    }

    /// <param name="again">Was here before, and found no room: goes to the front.</param>
    /// <param name="ct">Leaves the line.</param>
    public async Task StandAsync(bool again, CancellationToken ct)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (again)
                waiting.AddFirst(turn);
            else
                waiting.AddLast(turn);
        }
        try
        {
            await turn.Task.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            lock (gate)
                waiting.Remove(turn);
            // It may have been let go in that moment.
            if (turn.Task.IsCompleted)
                Next();
            throw;
        }
    }

    /// <summary>There may be room for one.</summary>
    public void Next()
    {
        lock (gate)
        {
            if (waiting.First is not { } first)
                return;
            waiting.RemoveFirst();
            first.Value.SetResult();
        }
    }

    public void Dispose() => timer.Dispose();
}
