using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;

namespace RCoder.Dispatcher.Sandboxes;

/// <summary>Where free runners come from: the one thing in which sandbox backends differ.</summary>
internal interface IRunnerSource
{
    /// <summary>A free runner for this runtime, waiting or made now. It may turn out to be taken: then ask for the next.</summary>
    /// <exception cref="SandboxException">There is none, and why.</exception>
    ValueTask<Runner> AcquireAsync(Runtime runtime, Limits limits, CancellationToken ct);

    /// <summary>The runner that holds this execution, if one lives.</summary>
    ValueTask<Runner?> FindAsync(ExecutionId id, CancellationToken ct);

    /// <summary>It is done, or of no use: it must be gone soon.</summary>
    void Release(Runner runner);
}
