namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// How many pods are being started at one time. On nodes without idle CPU each start takes it from programs that run, and
/// more starts at once are no faster. So the number follows how long a start takes, against the shortest of its runtime:
/// up while it is less than <see cref="Slowed"/> times that, down when it is more (the idea of TCP Vegas, Brakmo and
/// Peterson 1995). A large cluster's grows as long as its nodes keep up.
/// </summary>
internal sealed class StartLimit(TimeProvider time)
{
    internal const double First = 4;
    internal const double Least = 2;
    internal const double Slowed = 2;
    private const double Step = 0.25;

    // A runtime may get slower for good: its shortest start counts for twice as much with each hour that it is old.
    private static readonly TimeSpan Doubles = TimeSpan.FromHours(1);

    /// <summary>One that takes longer may never end, its node gone, and keeps nobody from starting.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private readonly Dictionary<string, (TimeSpan Took, long At)> shortest = [];
    private double limit = First;
    private int starting;

    /// <summary>First come, first served. Dispose what is returned when the pod has started, or won't.</summary>
    public async Task<Start> EnterAsync(string runtime, CancellationToken ct)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Enqueue(turn);
            Serve();
        }
        await using var _ = ct.UnsafeRegister(static turn => ((TaskCompletionSource)turn!).TrySetCanceled(), turn);
        await turn.Task;
        return new Start(this, runtime);
    }

    private void Serve()
    {
        while (starting < (int)limit && waiting.TryDequeue(out var turn))
        {
            if (turn.TrySetResult())
                starting++;
        }
    }

    private void Left()
    {
        lock (gate)
        {
            starting--;
            Serve();
        }
    }

    private long Now => time.GetTimestamp();

    private ITimer After(TimeSpan wait, Action what) => time.CreateTimer(_ => what(), null, wait, Timeout.InfiniteTimeSpan);

    private void Took(string runtime, long began)
    {
        var took = time.GetElapsedTime(began);
        lock (gate)
        {
            var least = shortest.TryGetValue(runtime, out var known) ? known.Took * Math.Pow(2, time.GetElapsedTime(known.At) / Doubles) : took;
            if (took <= least)
                shortest[runtime] = (took, Now);
            if (took > least * Slowed)
                limit = Math.Max(Least, limit - Step);
            // Where nobody waits it says nothing of what more would do.
            else if (waiting.Count > 0)
                limit += Step;
        }
    }

    /// <summary>The start of one pod.</summary>
    internal sealed class Start : IDisposable
    {
        private readonly StartLimit limit;
        private readonly string runtime;
        private readonly long began;
        private readonly ITimer timer;
        private int left;
        private bool waited;

        public Start(StartLimit limit, string runtime)
        {
            (this.limit, this.runtime, began) = (limit, runtime, limit.Now);
            timer = limit.After(Longest, Leave);
        }

        /// <summary>It runs.</summary>
        public void Succeeded()
        {
            if (!waited)
                limit.Took(runtime, began);
        }

        /// <summary>It waits for room or for its image, and lets others start: how long it takes says nothing of CPU.</summary>
        public void Waits()
        {
            waited = true;
            Leave();
        }

        public void Dispose()
        {
            timer.Dispose();
            Leave();
        }

        private void Leave()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
                limit.Left();
        }
    }
}
