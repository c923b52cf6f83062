using Microsoft.Extensions.Options;
using RCoder.Api.Problems;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Executions;

/// <summary>All events of an execution: from memory where they are, else from the log, so that any replica can answer.</summary>
internal sealed class ExecutionFinder(
    RecentExecutions recent, EventTail tail, EventLog log, BrokerHealth health, IOptions<KafkaOptions> kafka, TimeProvider time)
{
    /// <summary>An id that was given out this long ago may have its first event still on its way.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(5);

    /// <summary>How long that event is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <exception cref="ProblemException">404: there is no such execution.</exception>
    /// <exception cref="BrokerUnavailableException">Kafka does not answer, and memory alone can't tell.</exception>
    public async ValueTask<FoundExecution> FindAsync(RecentExecution execution, CancellationToken ct)
    {
        var found = await LookAsync(execution, ct);
        return found.IsThere ? found : throw ProblemException.Unknown(execution.Id);
    }

    /// <summary>The same, and nothing found is no error.</summary>
    public async ValueTask<FoundExecution> LookAsync(RecentExecution execution, CancellationToken ct) => new(execution, await ReadAsync(execution, ct));

    private async ValueTask<LogRecord<ExecutionEvent>[]> ReadAsync(RecentExecution execution, CancellationToken ct)
    {
        if (recent.TryRead(execution, out var events))
            return events;
        var age = time.GetUtcNow() - execution.Id.Time;
        if (age < -Skew || age > TimeSpan.FromHours(kafka.Value.EventRetentionHours) + Skew)
            return [];
        await tail.StartedAsync(ct);
        await health.ThrowIfDownAsync();
        var changed = execution.Changed;
        var found = await RestoreAsync(execution, ct);
        if (found.Length > 0 || age > Young)
            return found;
        await Task.WhenAny(changed, Task.Delay(Patience, time, ct));
        return await RestoreAsync(execution, ct);
    }

    private async Task<LogRecord<ExecutionEvent>[]> RestoreAsync(RecentExecution execution, CancellationToken ct)
    {
        while (true)
        {
            if (recent.TryRead(execution, out var events))
                return events;
            var history = await log.ReadAsync(execution.Id, ct);
            if (recent.Restore(execution, history) is { } joined)
                return HasItsHead(joined) ? joined : [];
        }
    }

    /// <summary>Where the log has lost an execution's first events to its retention, the rest would pass for the whole.</summary>
    private static bool HasItsHead(LogRecord<ExecutionEvent>[] events) =>
        Array.Exists(events, record => record.Value.Seq <= 1);
}
