using Microsoft.Extensions.Logging;
using RCoder.Contracts.Executions;
using RCoder.Dispatcher.Recovery;
using RCoder.Dispatcher.Runs;
using RCoder.Kubernetes.Queues;
using RCoder.Messaging.Logs;

namespace RCoder.Dispatcher.Partitions;

/// <summary>
/// One partition of a job topic, from the moment that it is ours until it is not. Jobs that stood in it before are
/// checked against the event log first: they may have begun, or ended, under another dispatcher.
/// </summary>
internal sealed class OwnedPartition(
    JobAssignment assignment, JobQueue queue, PartitionRecovery recovery, RunServices runs, ControlInbox inbox, ILogger log)
{
    private static readonly Backoff AskAgain = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));

    private readonly PartitionLedger ledger = new(assignment.Committed);
    private readonly Lock gate = new();
    private readonly HashSet<ExecutionId> known = [];
    private readonly CancellationTokenSource owned = new();
    private Task<IReadOnlyDictionary<ExecutionId, SeenExecution>>? recovered;
    private bool paused;

    /// <summary>It is another's: every run stops where it is, and nothing more is committed.</summary>
    public void Leave() => _ = owned.CancelAsync();

    public void Take(QueuedJob job)
    {
        lock (gate)
        {
            ledger.Take(job.Position.Offset);
            if (!paused && ledger.Open >= runs.Options.MaxOpenPerPartition)
            {
                paused = true;
                queue.Pause(assignment.Partition);
            }
        }
        runs.Metrics.Open(+1);
        // An id comes twice where a caller repeated a request whose answer it never saw.
        _ = known.Add(job.Job.Id) ? SeeToItsEndAsync(job) : EndAsync(job);
        if (known.Count > 100_000)
            known.Clear();
    }

    public void Skip(long offset)
    {
        lock (gate)
            ledger.Take(offset);
        Done(offset);
    }

    private async Task SeeToItsEndAsync(QueuedJob job)
    {
        var id = job.Job.Id;
        try
        {
            var decision = job.Position.Offset < assignment.End ? await DecideAsync(job) : Decision.For(SeenExecution.Nothing, held: false);
            await new ExecutionRun(runs, job, inbox.Open(id), owned.Token).RunAsync(decision);
        }
        catch when (owned.IsCancellationRequested)
        {
            // Left open, and so not committed: whoever takes the partition over goes on with it.
            return;
        }
        finally
        {
            inbox.Close(id);
            runs.Metrics.Open(-1);
        }
        Done(job.Position.Offset);
    }

    private Task EndAsync(QueuedJob job)
    {
        runs.Metrics.Open(-1);
        Done(job.Position.Offset);
        return Task.CompletedTask;
    }

    private async Task<Decision> DecideAsync(QueuedJob job)
    {
        recovered ??= RecoverAsync(job.WrittenAt);
        var seen = (await recovered).GetValueOrDefault(job.Job.Id, SeenExecution.Nothing);
        return Decision.For(seen, held: !seen.Finished && await IsHeldAsync(job.Job.Id));
    }

    private Task<bool> IsHeldAsync(ExecutionId id) => UntilKnownAsync(async () => await runs.Source.FindAsync(id, owned.Token) is not null);

    private Task<IReadOnlyDictionary<ExecutionId, SeenExecution>> RecoverAsync(DateTimeOffset since) => UntilKnownAsync(() => recovery.ReadAsync(since, owned.Token));

    /// <summary>What became of a job must be known before anything is done with it.</summary>
    private async Task<T> UntilKnownAsync<T>(Func<Task<T>> ask)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (!owned.IsCancellationRequested)
            {
                PartitionLog.RecoveryWaits(log, assignment.Partition.Topic, assignment.Partition.Number, e.Message);
                await Task.Delay(AskAgain.After(failures), runs.Time, owned.Token);
            }
        }
    }

    private void Done(long offset)
    {
        long? commit = null;
        lock (gate)
        {
            if (ledger.Done(offset))
                commit = ledger.Committable;
            if (paused && ledger.Open < runs.Options.MaxOpenPerPartition / 2)
            {
                paused = false;
                queue.Resume(assignment.Partition);
            }
        }
        if (commit is { } next && !owned.IsCancellationRequested)
            queue.Commit(assignment.Partition, next);
    }
}
