using Microsoft.Extensions.Hosting;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Kafka;

namespace RCoder.Api.Executions;

/// <summary>Waits for the end of an execution that this replica follows.</summary>
internal sealed class Waiting(ExecutionFinder finder, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>The result as soon as there is one, else the state after so long. A server that goes down waits no longer.</summary>
    public async ValueTask<ExecutionResult> ResultAsync(RecentExecution execution, TimeSpan most, CancellationToken ct)
    {
        if (most > TimeSpan.Zero)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
            await EndAsync(execution.Finished, most, stop.Token);
            ct.ThrowIfCancellationRequested();
        }
        try
        {
            return (await finder.LookAsync(execution, ct)).Result();
        }
        catch (BrokerUnavailableException)
        {
            // It is accepted, whatever has become of the broker since.
            return new FoundExecution(execution, []).Result();
        }
    }

    private async Task EndAsync(Task finished, TimeSpan most, CancellationToken stop)
    {
        // Not to be there in time is ordinary, and no exception.
        await finished.WaitAsync(most, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
