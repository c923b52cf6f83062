using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Executions;

/// <summary>
/// One execution in <see cref="RecentExecutions"/>, whose lock guards all its fields. Whoever holds it pinned can wait
/// for what comes, and gives it back by Dispose, once for each time that it was pinned.
/// </summary>
internal sealed class RecentExecution(RecentExecutions owner, ExecutionId id) : IDisposable
{
    internal readonly List<LogRecord<ExecutionEvent>> Events = [];
    internal EventOrder Order = new();

    /// <summary>Nothing is missing before or between <see cref="Events"/>, and only such as count are in it.</summary>
    internal bool Whole;

    /// <summary>The offset of the last event that was here and is not any more.</summary>
    internal long DroppedThrough = -1;

    internal long Bytes;
    internal int Pins;
    internal LinkedListNode<RecentExecution>? Place;
    internal TaskCompletionSource? Change;
    internal TaskCompletionSource? End;

    public ExecutionId Id { get; } = id;

    /// <summary>Its first event, when this replica wrote it: callers know of it before the log hands it back.</summary>
    public Accepted? Announced { get; set; }

    /// <summary>A caller has closed its stdin through this replica.</summary>
    public bool StdinClosed { get; set; }

    /// <summary>Ends at the next event. Take it before looking at what is there, so that none falls between.</summary>
    public Task Changed => owner.ChangedOf(this);

    /// <summary>Ends when a terminal event has come; where the execution is not whole, look whether it counts.</summary>
    public Task Finished => owner.FinishedOf(this);

    public void Dispose() => owner.Unpin(this);
}
