using Microsoft.Extensions.Time.Testing;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Dispatcher.Runs;
using RCoder.Messaging.Logs;

namespace RCoder.Unit.Dispatcher;

public sealed class ControlInboxTests
{
    private const int Part = 1 << 20;

    private readonly FakeTimeProvider time = new();
    private readonly List<ExecutionId> said = [];
    private long offset;

    [Fact]
    public void What_is_said_before_an_execution_is_taken_is_there_when_it_is()
    {
        var inbox = new ControlInbox(time);
        Say(inbox, times: 3);
        Assert.All(said, id => Assert.Equal(Part, inbox.Open(id).Kept));
    }

    [Fact]
    public void Of_what_is_said_to_others_executions_only_the_youngest_is_kept()
    {
        var inbox = new ControlInbox(time);
        var ours = Say(inbox, times: 1);
        inbox.Open(ours);
        Say(inbox, times: 3 * (int)(ControlInbox.MostBytes / Part));

        Assert.Equal(Part, inbox.Open(ours).Kept);
        Assert.Equal(Part, inbox.Open(said[^1]).Kept);
        Assert.InRange(said.Sum(id => inbox.Open(id).Kept), ControlInbox.MostBytes / 2, ControlInbox.MostBytes * 5 / 4);
    }

    /// <summary>Each to another execution; the last of them.</summary>
    private ExecutionId Say(ControlInbox inbox, int times)
    {
        for (var i = 0; i < times; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            said.Add(ExecutionId.New(time.GetUtcNow()));
            inbox.Deliver(new LogRecord<ControlMessage>(0, offset++, time.GetUtcNow(), new Stdin { Id = said[^1], At = time.GetUtcNow(), Data = new byte[Part] }));
        }
        return said[^1];
    }
}
