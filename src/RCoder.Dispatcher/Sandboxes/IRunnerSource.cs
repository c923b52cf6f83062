using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;

namespace RCoder.Dispatcher.Sandboxes;

/// <summary>Where free runners come from: the one thing in which sandbox backends differ.</summary>
internal interface IRunnerSource
{
    /// <summary>A free runner, waiting or made now. It may turn out to be taken: then ask for the next.</summary>
    /// <exception cref="SandboxException">There is none, and why.</exception>
    ValueTask<Runner> AcquireAsync(RunnerRequest request, CancellationToken ct);

    /// <summary>The runner that holds this execution, if one lives.</summary>
    ValueTask<Runner?> FindAsync(ExecutionId id, CancellationToken ct);

    /// <summary>Whether it is known to be no more: then nothing is to be tried.</summary>
    bool HasEnded(Runner runner);

    /// <summary>Why a runner went away in the middle of its execution; <paramref name="said"/> is what its connection told.</summary>
    ValueTask<RunnerLoss> ExplainAsync(Runner runner, string said, CancellationToken ct);

    /// <summary>We are done with it, and it must be gone soon unless it is another's, or has been found again meanwhile.</summary>
    void Release(Runner runner, RunnerEnd end);
}

/// <summary>What a runner is wanted for.</summary>
/// <param name="Id">The execution.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Runtime">The runtime as it is now.</param>
/// <param name="Limits">What the program may use.</param>
/// <param name="Waits">Is told why none can be had yet.</param>
/// <param name="Owned">Ends when the execution is another dispatcher's: what was begun for it is left to that one.</param>
internal sealed record RunnerRequest(
    ExecutionId Id, int Attempt, Runtime Runtime, Limits Limits, Func<string, ValueTask> Waits, CancellationToken Owned);

/// <summary>How a runner was lost. Without an <paramref name="Outcome"/> it was the platform's doing, and the run is tried again.</summary>
internal sealed record RunnerLoss(Outcome? Outcome, string Reason);

internal enum RunnerEnd
{
    /// <summary>It has served, and is to be told to go.</summary>
    Done,

    /// <summary>It waits still.</summary>
    Unused,

    /// <summary>It serves another execution.</summary>
    Others,

    /// <summary>It did not answer, or went away: nobody knows what it does.</summary>
    Unsure,

    /// <summary>Its execution is no longer ours: it goes on, and whoever has its partition now goes on with it.</summary>
    Left,
}
