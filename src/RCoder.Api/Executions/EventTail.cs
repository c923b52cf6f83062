using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RCoder.Api.Observability;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Executions;

/// <summary>The one reader of all that happens: <c>rcoder.events</c> from now on.</summary>
internal sealed partial class EventTail(
    EventLog log, KafkaConnection connection, RecentExecutions recent, QueuePositions queue, ExecutionTally tally, BrokerPatience patience, TimeProvider time, ILogger<EventTail> logger) : BackgroundService
{
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Started => started.Task;

    public bool IsStarted => started.Task.IsCompletedSuccessfully;

    /// <summary>Ends when every event written from then on will be seen.</summary>
    /// <exception cref="BrokerUnavailableException">It can't begin yet.</exception>
    public ValueTask StartedAsync(CancellationToken ct) => IsStarted ? ValueTask.CompletedTask : new(patience.WithinAsync(Started, ct));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The embedded broker answers on this very thread, which is the host's.
        await Task.Yield();
        foreach (var topic in new[] { TopicNames.Events, TopicNames.Control, TopicNames.Idempotency })
            await connection.EnsureTopicAsync(topic, stoppingToken);
        await log.FollowAsync(Handle, Begin, stoppingToken);
    }

    private void Begin()
    {
        recent.Begin(time.GetUtcNow());
        started.TrySetResult();
    }

    private void Handle(LogRecord<ExecutionEvent> record)
    {
        var ended = recent.Append(record);
        tally.Count(record.Value, ended);
        if (record.Value is Assigned assigned)
            queue.Taken(assigned.Job);
        if (record.Value is Finished finished && !ended)
            Ended(finished.Id, finished.Outcome);
    }

    [LoggerMessage(LogLevel.Debug, "Execution {Execution} has ended: {Outcome}")]
    private partial void Ended(ExecutionId execution, Outcome outcome);
}
