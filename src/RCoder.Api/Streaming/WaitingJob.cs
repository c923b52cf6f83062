using RCoder.Api.Executions;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;

namespace RCoder.Api.Streaming;

/// <summary>Where an execution stands in its queue, as its client was last told.</summary>
internal sealed class WaitingJob(ExecutionId id)
{
    private JobPosition? job;
    private int seq;
    private int attempt = 1;
    private int told;
    private bool taken;

    public bool HasEnded { get; private set; }

    public bool IsQueued => job is not null && !taken;

    public void See(ExecutionEvent e)
    {
        seq = Math.Max(seq, e.Seq);
        attempt = Math.Max(attempt, e.Attempt);
        if (e is Accepted accepted)
            job = accepted.Job;
        else if (e is Queued queued)
            told = queued.Position ?? told;
        else
            taken = true;
        HasEnded |= e is Finished;
    }

    /// <summary>An event for the client, when its place has changed; it carries the <c>seq</c> of the last real one, as it is none itself.</summary>
    public Queued? Position(QueuePositions queue)
    {
        if (!IsQueued || queue.Of(job!) is not { } position || position == told)
            return null;
        told = position;
        return new Queued { Id = id, Attempt = attempt, Seq = seq, At = default, Position = position };
    }
}
