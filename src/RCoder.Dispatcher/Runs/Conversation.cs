using RCoder.Contracts.Events;
using RCoder.Contracts.Jobs;
using RCoder.Dispatcher.Sandboxes;
using RCoder.Kubernetes.Queues;
using RCoder.Runtimes.Runners;

namespace RCoder.Dispatcher.Runs;

/// <summary>
/// What a runner says of its execution, relayed, and what callers say, passed on to it. A connection that breaks is made
/// again: the program runs on meanwhile, and its runner keeps every event.
/// </summary>
internal sealed class Conversation(RunServices services, Job job, Mailbox mailbox, EventEmitter events, Runner runner, CancellationToken owned)
{
    /// <summary>How long a runner may be out of reach before its run is tried elsewhere. By itself it waits for a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Backoff Again = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(2));

    /// <summary>Ends with what <paramref name="finish"/> makes of the runner's last event.</summary>
    /// <exception cref="RunnerLostException">The runner is no more, as far as can be told.</exception>
    public async Task RelayAsync(Func<Finished, Task> finish)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(owned);
        await using var stop = mailbox.Cancelled.Register(() => _ = CancelAsync(ended.Token));
        var input = job.Interactive ? PassInputAsync(ended.Token) : Task.CompletedTask;
        try
        {
            await finish(await EndAsync(owned));
        }
        finally
        {
            await ended.CancelAsync();
            await input;
        }
    }

    private async Task<Finished> EndAsync(CancellationToken ct)
    {
        long? brokeAt = null;
        for (var failures = 0; ; failures++)
        {
            try
            {
                await foreach (var e in runner.Client.EventsAsync(events.Next, ct))
                {
                    if (e is Finished finished)
                        return finished;
                    (brokeAt, failures) = (null, 0);
                    await events.RelayAsync(e);
                }
            }
            catch (RunnerLostException e) when (!e.Final)
            {
                if (services.Time.GetElapsedTime(brokeAt ??= services.Time.GetTimestamp()) >= Patience)
                    throw;
                await Task.Delay(Again.Longest(failures), services.Time, ct);
                // Who watches it may know by now.
                if (services.Source.HasEnded(runner))
                    throw;
                services.Log.ConnectionBroke(job.Id, runner.Name, e.Message);
                if (mailbox.Cancelled.IsCancellationRequested)
                    _ = CancelAsync(ct);
            }
        }
    }

    /// <summary>All of it from the first on, whoever passed some of it before: the runner takes each once.</summary>
    private async Task PassInputAsync(CancellationToken ct)
    {
        try
        {
            await foreach (var (offset, input) in mailbox.InputAsync(ct))
                await GiveAsync(offset, input, ct);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task GiveAsync(long offset, Stdin input, CancellationToken ct)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                if (await runner.Client.StdinAsync(offset, input.Data, input.Eof, ct))
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Whether the runner will be reached again is for the events to tell.
            }
            await Task.Delay(Again.Longest(failures), services.Time, ct);
        }
    }

    private async Task CancelAsync(CancellationToken ct)
    {
        try
        {
            await runner.Client.CancelAsync(ct);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            services.Log.CancelNotTaken(job.Id, e.Message);
        }
    }
}
