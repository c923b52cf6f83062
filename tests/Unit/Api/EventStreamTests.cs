using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RCoder.Api.Executions;
using RCoder.Api.Streaming;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Logs;

namespace RCoder.Unit.Api;

public sealed class EventStreamTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly ExecutionId Id = ExecutionId.New(Now);
    private static readonly JobPosition Job = new() { Topic = "t", Partition = 0, Offset = 10 };

    private readonly FakeTimeProvider time = new(Now);
    private readonly RecentExecutions recent = new(1 << 20);
    private readonly QueuePositions queue = new();
    private readonly Pipe pipe = new(new PipeOptions(useSynchronizationContext: false));
    private long offset;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_quiet_stream_says_every_fifteen_seconds_that_it_lives_and_ends_with_the_end()
    {
        using var execution = recent.Expect(Id);
        var sending = SendAsync(execution, Ct);
        Append(new Running { Id = Id, Seq = 1, At = Now });
        Assert.StartsWith("event: running\nid: 0-0\n", await ReadAsync(), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(14));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(":\n\n", await ReadAsync());
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(":\n\n", await ReadAsync());
        Append(new Finished { Id = Id, Seq = 2, At = Now, Outcome = Outcome.Succeeded });
        Assert.StartsWith("event: finished\nid: 0-1\n", await ReadAsync(), StringComparison.Ordinal);
        await sending;
    }

    [Fact]
    public async Task Who_waits_in_the_queue_is_told_its_place_at_most_once_a_second()
    {
        using var execution = recent.Expect(Id);
        queue.Taken(Job with { Offset = 5 });
        Append(new Accepted { Id = Id, Seq = 0, At = Now, Runtime = "r", Language = "l", Tenant = "t", Deadline = Now, Job = Job });
        using var leave = new CancellationTokenSource();
        var sending = SendAsync(execution, leave.Token);
        var first = await ReadAsync();
        Assert.Contains("event: accepted", first, StringComparison.Ordinal);
        Assert.Contains("event: queued\ndata: {\"type\":\"queued\",\"position\":4", first, StringComparison.Ordinal);
        queue.Taken(Job with { Offset = 7 });
        queue.Taken(Job with { Offset = 8 });
        time.Advance(TimeSpan.FromSeconds(1));
        var next = await ReadAsync();
        Assert.StartsWith("event: queued\ndata: {\"type\":\"queued\",\"position\":1,", next, StringComparison.Ordinal);
        Assert.Single(next.Split("event: ", StringSplitOptions.RemoveEmptyEntries));
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private Task SendAsync(RecentExecution execution, CancellationToken ct)
    {
        Assert.True(recent.TryRead(execution, out var events));
        // All is in memory: the log is never asked.
        return new EventStream(recent, null!, queue, time).SendAsync(pipe.Writer, execution, events, -1, ct);
    }

    private void Append(ExecutionEvent e) => recent.Append(new LogRecord<ExecutionEvent>(0, offset++, Now, e));

    private async Task<string> ReadAsync()
    {
        var read = await pipe.Reader.ReadAsync(Ct);
        var text = Encoding.UTF8.GetString(read.Buffer.ToArray());
        pipe.Reader.AdvanceTo(read.Buffer.End);
        return text;
    }
}
