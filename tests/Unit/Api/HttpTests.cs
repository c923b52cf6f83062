using System.IO.Pipelines;
using System.Text;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Api.Streaming;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;

namespace RCoder.Unit.Api;

public sealed class HttpTests
{
    private static readonly ExecutionId Id = ExecutionId.Parse("019ab0c0000070008000000000000000");
    private static readonly JobPosition Job = new() { Topic = "t", Partition = 1, Offset = 10 };

    [Theory]
    [InlineData("wait=30", 30)]
    [InlineData("wait=0", 0)]
    [InlineData("WAIT = 5", 5)]
    [InlineData("wait=\"7\"", 7)]
    [InlineData("respond-async, wait=10; foo=bar", 10)]
    [InlineData("handling=lenient, wait=3, wait=9", 3)]
    [InlineData("wait=61", 60)]
    [InlineData("wait=99999999999999999999", 60)]
    [InlineData("wait=-1", null)]
    [InlineData("wait=1.5", null)]
    [InlineData("wait=", null)]
    [InlineData("wait", null)]
    [InlineData("waiting=5", null)]
    [InlineData("", null)]
    public void A_preference_to_wait_is_understood_or_left_alone(string header, int? seconds) => Assert.Equal(seconds, Prefer.Wait(header));

    [Fact]
    public void An_event_is_three_lines_and_a_blank_one_whatever_is_in_it()
    {
        var text = Written(pipe => SseWriter.Write(pipe, new EventId(3, 4711), new Output { Id = Id, Seq = 7, At = default, Phase = Phase.Run, Stream = OutputStream.Stdout, Text = "a\r\nb\n\ndata: é\u2028" }));
        var lines = text.Split('\n');
        Assert.Equal(["event: output", "id: 3-4711"], lines[..2]);
        Assert.StartsWith("data: {\"type\":\"output\"", lines[2], StringComparison.Ordinal);
        Assert.Contains(@"a\r\nb\n\ndata: é", lines[2], StringComparison.Ordinal);
        Assert.Equal(["", ""], lines[3..]);
    }

    [Fact]
    public void An_event_that_is_not_in_the_log_has_no_id() =>
        Assert.DoesNotContain("id: ", Written(pipe => SseWriter.Write(pipe, null, new Queued { Id = Id, Seq = 0, At = default, Position = 3 })), StringComparison.Ordinal);

    [Theory]
    [InlineData("3-4711", 3, 4711L)]
    [InlineData("0-0", 0, 0L)]
    [InlineData("3--1", null, null)]
    [InlineData("3", null, null)]
    [InlineData("-3", null, null)]
    [InlineData(" 3-1", null, null)]
    [InlineData("3-1 ", null, null)]
    public void An_events_id_is_its_partition_and_offset(string text, int? partition, long? offset)
    {
        Assert.Equal(partition is not null, EventId.TryParse(text, out var id));
        if (partition is not null)
            Assert.Equal((partition, offset, text), (id.Partition, id.Offset, id.ToString()));
    }

    [Fact]
    public void A_waiting_client_is_told_its_place_when_it_changes_and_until_its_turn()
    {
        var queue = new QueuePositions();
        var waiting = new WaitingJob(Id);
        waiting.See(new Accepted { Id = Id, Seq = 0, At = default, Runtime = "r", Language = "l", Tenant = "t", Deadline = default, Job = Job });
        Assert.Null(waiting.Position(queue));
        queue.Taken(Job with { Offset = 4 });
        Assert.Equal(5, waiting.Position(queue)?.Position);
        Assert.Null(waiting.Position(queue));
        queue.Taken(Job with { Offset = 3 });
        queue.Taken(Job with { Partition = 2, Offset = 9 });
        Assert.Null(waiting.Position(queue));
        // A dispatcher says why it waits, and not where.
        waiting.See(new Queued { Id = Id, Seq = 1, At = default, Reason = "the quota is used up" });
        Assert.Null(waiting.Position(queue));
        queue.Taken(Job with { Offset = 8 });
        Assert.Equal(1, waiting.Position(queue)?.Position);
        waiting.See(new Assigned { Id = Id, Seq = 2, At = default, Runtime = "r", Pod = "p", Warm = true, Job = Job });
        queue.Taken(Job);
        Assert.False(waiting.IsQueued);
        Assert.Null(waiting.Position(queue));
    }

    private static string Written(Action<PipeWriter> write)
    {
        var pipe = new Pipe();
        write(pipe.Writer);
        pipe.Writer.Complete();
        using var text = new StreamReader(pipe.Reader.AsStream(), Encoding.UTF8);
        return text.ReadToEnd();
    }
}
