using RCoder.Contracts.Executions;

namespace RCoder.Dispatcher.Runs;

/// <summary>Makes the timing waterfall of one execution.</summary>
internal sealed class ExecutionClock(DateTimeOffset acceptedAt, TimeProvider time)
{
    private DateTimeOffset? taken;
    private DateTimeOffset? claimed;

    public void Taken() => taken = time.GetUtcNow();

    public void Claimed() => claimed = time.GetUtcNow();

    public double ClaimMs => claimed is { } c && taken is { } t ? Math.Max(0, (c - t).TotalMilliseconds) : 0;

    /// <summary>The waterfall as of now, with the phases that the runner measured.</summary>
    public Timings Read(Timings? runner)
    {
        var total = Ms(time.GetUtcNow() - acceptedAt);
        var (compile, run) = (runner?.CompileMs ?? 0, runner?.RunMs ?? 0);
        // Where another dispatcher took it, all that was before its phases is told as queued.
        var queued = taken is { } at ? Ms(at - acceptedAt) : Math.Round(Math.Max(0, total - compile - run), 3);
        // The program starts while the runner's answer is on its way back: that time is the run's.
        var claim = Math.Round(Math.Clamp(total - queued - compile - run, 0, ClaimMs), 3);
        return new Timings
        {
            QueuedMs = queued,
            ClaimMs = claim,
            CompileMs = compile,
            RunMs = run,
            PublishMs = Math.Round(Math.Max(0, total - queued - claim - compile - run), 3),
            TotalMs = total,
        };
    }

    // Clocks of two machines may disagree by more than a job waits.
    private static double Ms(TimeSpan span) => Math.Round(Math.Max(0, span.TotalMilliseconds), 3);
}
