using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;

namespace RCoder.Messaging.Logs;

/// <summary>Keeps what can't be read as a job, and ends the execution that waits for it.</summary>
internal sealed partial class DeadLetters(KafkaConnection connection, EventLog events, EventWriter ends, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly RecordWriter letters = new(connection, timeoutMs: 30_000);

    /// <summary>
    /// Ends when Kafka has acknowledged the dead letter and, where the record's key names an execution, its terminal
    /// event; however long that takes.
    /// </summary>
    public async Task KeepAsync(JobPartition partition, ConsumeResult<byte[], byte[]> record, string problem, CancellationToken ct)
    {
        var at = $"{partition.Topic}/{partition.Number}/{record.Offset.Value}";
        NoJob(at, problem);
        await UntilDoneAsync(at, () => WriteAsync(Letter(record.Message, at, problem), ct), ct);
        if (ExecutionId.TryParse(Encoding.UTF8.GetString(record.Message.Key ?? []), out var id))
            await UntilDoneAsync(at, () => EndAsync(id, partition.Topic[TopicNames.JobsPrefix.Length..], problem, ct), ct);
    }

    public void Dispose() => letters.Dispose();

    /// <summary>The terminal event after those that are in the log; null where one of them is it.</summary>
    internal static Finished? End(ExecutionId id, IEnumerable<ExecutionEvent> written, DateTimeOffset now, string runtime, string problem)
    {
        var order = new EventOrder();
        var (attempt, seq) = (1, 0);
        foreach (var e in written)
        {
            if (order.Takes(e) && e is not Accepted)
                (attempt, seq) = (e.Attempt, e.Seq);
        }
        return order.IsFinished ? null : new Finished
        {
            Id = id,
            Attempt = attempt,
            Seq = seq + 1,
            At = now,
            Outcome = Outcome.PlatformError,
            Runtime = runtime,
            Message = $"its job could not be read, and is in {TopicNames.DeadJobs}: {problem}",
        };
    }

    private static Message<byte[], byte[]> Letter(Message<byte[], byte[]> record, string at, string problem)
    {
        var headers = new Headers();
        foreach (var header in record.Headers ?? [])
            headers.Add(header.Key, header.GetValueBytes());
        headers.Add(HeaderNames.DeadReason, Encoding.UTF8.GetBytes(problem));
        headers.Add(HeaderNames.DeadFrom, Encoding.UTF8.GetBytes(at));
        return new() { Key = record.Key, Value = record.Value, Headers = headers };
    }

    private async Task WriteAsync(Message<byte[], byte[]> letter, CancellationToken ct)
    {
        var to = new TopicPartition(connection.Name(TopicNames.DeadJobs), 0);
        try
        {
            await letters.WriteAsync(to, letter, ct);
        }
        catch (BrokerUnavailableException e) when (e.InnerException is KafkaException { Error.Code: ErrorCode.MsgSizeTooLarge })
        {
            // With its two headers more it is larger than a record may be; its body is still where it was.
            await letters.WriteAsync(to, new() { Key = letter.Key, Headers = letter.Headers }, ct);
        }
    }

    private async Task EndAsync(ExecutionId id, string runtime, string problem, CancellationToken ct)
    {
        var written = await events.ReadAsync(id, ct);
        if (End(id, written.Select(e => e.Value), time.GetUtcNow(), runtime, problem) is { } end)
            await ends.WriteAcknowledgedAsync(end, ct);
    }

    private async Task UntilDoneAsync(string at, Func<Task> step, CancellationToken ct)
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await step();
                return;
            }
            catch (BrokerUnavailableException e)
            {
                NotKept(at, e.Message);
                await Task.Delay(pause, time, ct);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Record {At} is no job and goes to the dead letters: {Reason}")]
    private partial void NoJob(string at, string reason);

    [LoggerMessage(LogLevel.Error, "Record {At} is not among the dead letters, or its execution has no end, yet; nothing past it is committed: {Reason}")]
    private partial void NotKept(string at, string reason);
}
