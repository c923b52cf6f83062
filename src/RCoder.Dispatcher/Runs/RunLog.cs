using Microsoft.Extensions.Logging;
using RCoder.Contracts.Executions;

namespace RCoder.Dispatcher.Runs;

internal sealed partial class RunLog(ILogger logger)
{
    [LoggerMessage(LogLevel.Error, "Execution {Execution} has no sandbox of {Runtime}: {Reason}")]
    public partial void NoSandbox(ExecutionId execution, string runtime, string reason);

    [LoggerMessage(LogLevel.Warning, "Execution {Execution} lost its runner {Runner}: {Reason}")]
    public partial void RunnerLost(ExecutionId execution, string runner, string reason);

    [LoggerMessage(LogLevel.Warning, "The connection of execution {Execution} to its runner {Runner} broke, and is made again: {Reason}")]
    public partial void ConnectionBroke(ExecutionId execution, string runner, string reason);

    [LoggerMessage(LogLevel.Warning, "Event {Event} of execution {Execution} waits for Kafka: {Reason}")]
    public partial void EventWaits(ExecutionId execution, string @event, string reason);

    [LoggerMessage(LogLevel.Information, "The cancel of {Execution} did not reach its runner: {Reason}")]
    public partial void CancelNotTaken(ExecutionId execution, string reason);

    [LoggerMessage(LogLevel.Error, "Execution {Execution} broke off")]
    public partial void BrokeOff(Exception e, ExecutionId execution);
}
