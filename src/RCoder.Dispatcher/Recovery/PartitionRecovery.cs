using RCoder.Contracts.Executions;
using RCoder.Dispatcher.Runs;
using RCoder.Messaging.Logs;

namespace RCoder.Dispatcher.Recovery;

/// <summary>Reads what became of the jobs that another dispatcher, or this one in an earlier life, left open.</summary>
internal sealed class PartitionRecovery(EventLog events, ControlLog control, ControlInbox inbox)
{
    /// <summary>
    /// Every execution with events since <paramref name="since"/>, the time of the first job that is open. What was
    /// said to them goes to the inbox.
    /// </summary>
    public async Task<IReadOnlyDictionary<ExecutionId, SeenExecution>> ReadAsync(DateTimeOffset since, CancellationToken ct)
    {
        var seen = new Dictionary<ExecutionId, SeenExecution>();
        for (var partition = 0; partition < events.Partitions; partition++)
        {
            await events.ReadAsync(partition, since, record =>
                seen[record.Value.Id] = seen.GetValueOrDefault(record.Value.Id, SeenExecution.Nothing).With(record.Value), ct);
        }
        await control.ReadAsync(since, record =>
        {
            if (!seen.GetValueOrDefault(record.Value.Id, SeenExecution.Nothing).Finished)
                inbox.Deliver(record);
        }, ct);
        return seen;
    }
}
