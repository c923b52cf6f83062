using System.IO.Pipelines;
using RCoder.Api.Executions;
using RCoder.Contracts.Events;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Streaming;

/// <summary>
/// One client's stream of one execution. It reads what memory or the log has behind its own place, at the client's own
/// pace: nothing is queued for it, so a client that is slow costs nobody anything.
/// </summary>
internal sealed class EventStream(RecentExecutions recent, ExecutionFinder finder, QueuePositions queue, TimeProvider time)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PositionEvery = TimeSpan.FromSeconds(1);

    /// <summary>Sends the rest of <paramref name="events"/> behind <paramref name="after"/>, and what comes, until the terminal event.</summary>
    public async Task SendAsync(PipeWriter to, RecentExecution execution, LogRecord<ExecutionEvent>[] events, long after, CancellationToken ct)
    {
        using var heartbeat = new PeriodicTimer(Heartbeat, time);
        var beat = heartbeat.WaitForNextTickAsync(ct).AsTask();
        var waiting = new WaitingJob(execution.Id);
        Task? look = null;
        foreach (var record in events)
            waiting.See(record.Value);
        var changed = execution.Changed;
        while (true)
        {
            foreach (var (partition, offset, _, e) in events)
            {
                if (offset <= after)
                    continue;
                SseWriter.Write(to, new EventId(partition, offset), e);
                after = offset;
                // A client that does not read holds up this loop alone.
                if (to.UnflushedBytes > 256 << 10)
                    await to.FlushAsync(ct);
            }
            if (waiting.Position(queue) is { } position)
                SseWriter.Write(to, null, position with { At = time.GetUtcNow() });
            await to.FlushAsync(ct);
            if (waiting.HasEnded)
                return;

            look = waiting.IsQueued ? look ?? Task.Delay(PositionEvery, time, ct) : null;
            await (look is null ? Task.WhenAny(changed, beat) : Task.WhenAny(changed, beat, look));
            ct.ThrowIfCancellationRequested();
            if (beat.IsCompleted)
            {
                SseWriter.WriteComment(to);
                beat = heartbeat.WaitForNextTickAsync(ct).AsTask();
            }
            if (look is { IsCompleted: true })
                look = null;
            changed = execution.Changed;
            events = recent.TryReadAfter(execution, after, out var next) ? next : (await finder.LookAsync(execution, ct)).Events;
            foreach (var record in events)
                waiting.See(record.Value);
        }
    }
}
