using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;

namespace RCoder.Api.Executions;

/// <summary>What the events of an execution, from its first in the order of the log, make of it: its state, and its result once it has ended.</summary>
internal static class ResultFold
{
    public static ExecutionResult Fold(ExecutionId id, IEnumerable<ExecutionEvent> events)
    {
        var order = new EventOrder();
        var attempt = new AttemptFold();
        Accepted? accepted = null;
        foreach (var e in events)
        {
            if (!order.Takes(e))
                continue;
            if (e is Accepted first)
            {
                accepted = first;
                continue;
            }
            if (e.Attempt > attempt.Number)
                attempt = new AttemptFold { Number = e.Attempt };
            attempt.Add(e);
        }
        return attempt.Result(id, accepted);
    }
}
