using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Executions;

/// <summary>What there is of an execution: the events that count, in the order of the log.</summary>
internal readonly record struct FoundExecution(RecentExecution Execution, LogRecord<ExecutionEvent>[] Events)
{
    public bool IsThere => Events.Length > 0 || Execution.Announced is not null;

    public bool HasEnded => Events is [.., { Value: Finished }];

    public Accepted? Accepted => Array.Find(Events, record => record.Value is Accepted).Value as Accepted ?? Execution.Announced;

    public ExecutionResult Result() => ResultFold.Fold(Execution.Id, Values());

    private IEnumerable<ExecutionEvent> Values()
    {
        if (Execution.Announced is { } announced)
            yield return announced;
        foreach (var record in Events)
            yield return record.Value;
    }
}
