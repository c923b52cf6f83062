using System.Diagnostics.CodeAnalysis;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Executions;

/// <summary>
/// The events of recent executions, fed by the tail of <c>rcoder.events</c>, in a bounded number of bytes: the oldest
/// executions go first, and what is gone, or began before the tail did, is for the log to answer. It keeps an execution
/// only from its first event on, or from the moment that somebody pins it.
/// </summary>
internal sealed class RecentExecutions(long mostBytes)
{
    /// <summary>What an event weighs beside its text.</summary>
    private const int EventBytes = 300;

    /// <summary>Clocks of the machines that accept may differ by this much.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<ExecutionId, RecentExecution> byId = [];
    private readonly LinkedList<RecentExecution> oldestFirst = new();
    private long bytes;

    /// <summary>Of an execution from before it, some events may have passed unkept.</summary>
    private DateTimeOffset horizon = DateTimeOffset.MaxValue;

    /// <summary>From now on every event of the log is appended.</summary>
    public void Begin(DateTimeOffset now)
    {
        lock (gate)
            horizon = now + Skew;
    }

    /// <summary>Pins an execution whose job is about to be written here: all its events are still to come.</summary>
    public RecentExecution Expect(ExecutionId id)
    {
        lock (gate)
        {
            if (!byId.ContainsKey(id))
            {
                var execution = Add(id);
                execution.Whole = true;
                Weigh(execution, EventBytes);
            }
            return PinLocked(id);
        }
    }

    /// <summary>Pins an execution: from now on every event of it that comes is seen.</summary>
    public RecentExecution Pin(ExecutionId id)
    {
        lock (gate)
            return PinLocked(id);
    }

    /// <summary>The execution was not accepted after all.</summary>
    public void Forget(RecentExecution execution)
    {
        lock (gate)
        {
            if (execution.Events.Count == 0)
                execution.Whole = false;
        }
    }

    /// <summary>Takes the next event of the log. Returns whether its execution had ended before it, as far as is known here.</summary>
    public bool Append(in LogRecord<ExecutionEvent> record)
    {
        var e = record.Value;
        lock (gate)
        {
            // Either of the two comes first: they have different writers.
            var isFirst = e.Seq <= 1 && e.Id.Time > horizon;
            if (!byId.TryGetValue(e.Id, out var execution))
            {
                if (!isFirst)
                    return false;
                execution = Add(e.Id);
            }
            if (isFirst && execution is { Whole: false, Events.Count: 0, DroppedThrough: < 0 })
                execution.Whole = true;
            if (execution.Whole && !execution.Order.Takes(e))
                return execution.Order.IsFinished;
            Keep(execution, record);
            Signal(execution, e is Finished);
            Evict();
            return false;
        }
    }

    /// <summary>All events that count, from the first to the latest; false when something is missing here.</summary>
    public bool TryRead(RecentExecution execution, [NotNullWhen(true)] out LogRecord<ExecutionEvent>[]? events) =>
        TryReadAfter(execution, -1, out events);

    /// <summary>Those of them that lie behind <paramref name="offset"/>.</summary>
    public bool TryReadAfter(RecentExecution execution, long offset, [NotNullWhen(true)] out LogRecord<ExecutionEvent>[]? events)
    {
        lock (gate)
        {
            events = null;
            if (!execution.Whole)
                return false;
            var all = execution.Events;
            var first = all.Count;
            while (first > 0 && all[first - 1].Offset > offset)
                first--;
            events = first == all.Count ? [] : [.. all[first..]];
            return true;
        }
    }

    /// <summary>
    /// Joins what the log had of a pinned execution with what has come since it was pinned. Returns all events that
    /// count; null when some between the two are gone, and the log must be read again.
    /// </summary>
    public LogRecord<ExecutionEvent>[]? Restore(RecentExecution execution, IReadOnlyList<LogRecord<ExecutionEvent>> history)
    {
        lock (gate)
        {
            if (execution.Whole)
                return [.. execution.Events];
            var last = history.Count == 0 ? -1 : history[^1].Offset;
            if (execution.DroppedThrough > last)
                return null;
            LogRecord<ExecutionEvent>[] joined = [.. history, .. execution.Events.Where(e => e.Offset > last)];
            if (joined.Length == 0)
                return [];
            Drop(execution);
            execution.Order = new EventOrder();
            foreach (var record in joined)
            {
                if (execution.Order.Takes(record.Value))
                    Keep(execution, record);
            }
            execution.Whole = true;
            LogRecord<ExecutionEvent>[] all = [.. execution.Events];
            Signal(execution, execution.Order.IsFinished);
            Evict();
            return all;
        }
    }

    internal Task ChangedOf(RecentExecution execution)
    {
        lock (gate)
            return (execution.Change ??= New()).Task;
    }

    internal Task FinishedOf(RecentExecution execution)
    {
        lock (gate)
        {
            if (execution.Whole && execution.Order.IsFinished)
                return Task.CompletedTask;
            return (execution.End ??= New()).Task;
        }
    }

    internal void Unpin(RecentExecution execution)
    {
        lock (gate)
        {
            if (--execution.Pins == 0 && !execution.Whole)
                Remove(execution);
        }
    }

    private RecentExecution PinLocked(ExecutionId id)
    {
        var execution = byId.TryGetValue(id, out var known) ? known : Add(id);
        execution.Pins++;
        return execution;
    }

    private RecentExecution Add(ExecutionId id) => byId[id] = new RecentExecution(this, id);

    private void Remove(RecentExecution execution)
    {
        Drop(execution);
        if (byId.TryGetValue(execution.Id, out var known) && known == execution)
            byId.Remove(execution.Id);
    }

    private void Keep(RecentExecution execution, in LogRecord<ExecutionEvent> record)
    {
        execution.Events.Add(record);
        var size = EventBytes + (record.Value is Output output ? 2L * (output.Text?.Length ?? output.Base64?.Length ?? 0) : 0);
        Weigh(execution, size);
    }

    private void Weigh(RecentExecution execution, long size)
    {
        execution.Bytes += size;
        bytes += size;
        execution.Place ??= oldestFirst.AddLast(execution);
    }

    private void Evict()
    {
        while (bytes > mostBytes && oldestFirst.First?.Value is { } oldest)
        {
            if (oldest.Events.Count > 0)
                oldest.DroppedThrough = oldest.Events[^1].Offset;
            if (oldest.Id.Time > horizon)
                horizon = oldest.Id.Time;
            oldest.Whole = false;
            Drop(oldest);
            if (oldest.Pins == 0)
                Remove(oldest);
        }
    }

    private void Drop(RecentExecution execution)
    {
        bytes -= execution.Bytes;
        execution.Bytes = 0;
        execution.Events.Clear();
        if (execution.Place is { } place)
            oldestFirst.Remove(place);
        execution.Place = null;
    }

    private static void Signal(RecentExecution execution, bool finished)
    {
        (var change, execution.Change) = (execution.Change, null);
        change?.TrySetResult();
        if (!finished)
            return;
        (var end, execution.End) = (execution.End, null);
        end?.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
