using System.Collections.Concurrent;
using RCoder.Contracts.Executions;
using RCoder.Dispatcher.Sandboxes;
using RCoder.Runtimes.Runners;
using ARunner = RCoder.Dispatcher.Sandboxes.Runner;

namespace RCoder.Integration.Runs;

/// <summary>There is one runner, for one run.</summary>
internal sealed class OneRunner(RunnerClient client) : IRunnerSource
{
    private int acquired;

    public ConcurrentQueue<RunnerEnd> Ends { get; } = new();

    /// <summary>Whoever watches it says that it is no more.</summary>
    public bool Gone { get; set; }

    public ValueTask<ARunner> AcquireAsync(RunnerRequest request, CancellationToken ct) =>
        Interlocked.Increment(ref acquired) == 1 ? new(new ARunner("one", Warm: true, client)) : throw new SandboxException("there was only one", transient: false);

    public ValueTask<ARunner?> FindAsync(ExecutionId id, CancellationToken ct) => new(Ends.Contains(RunnerEnd.Left) ? new ARunner("one", Warm: true, client) : null);

    public bool HasEnded(ARunner runner) => Gone;

    public ValueTask<RunnerLoss> ExplainAsync(ARunner runner, string said, CancellationToken ct) => new(new RunnerLoss(null, said));

    public void Release(ARunner runner, RunnerEnd end) => Ends.Enqueue(end);
}
