using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Logs;

namespace RCoder.Unit.Messaging;

public sealed class DeadLettersTests
{
    private static readonly ExecutionId Id = ExecutionId.New(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public void An_execution_of_which_nothing_was_said_ends_with_its_first_event()
    {
        var end = End()!;
        Assert.Equal((Outcome.PlatformError, 1, 1, "python"), (end.Outcome, end.Attempt, end.Seq, end.Runtime));
        Assert.Contains("rcoder.jobs.dead: why", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_end_counts_for_every_reader_after_what_was_said()
    {
        ExecutionEvent[] said = [Running(1, 1), Running(1, 2), Running(2, 5), Running(1, 9)];
        var end = End(said)!;
        Assert.Equal((2, 6), (end.Attempt, end.Seq));
        var order = new EventOrder();
        Assert.True(said.Append(end).Aggregate(false, (_, e) => order.Takes(e)));
    }

    [Fact]
    public void One_that_has_ended_ends_no_second_time() =>
        Assert.Null(End(Running(1, 1), new Finished { Id = Id, Seq = 2, At = Id.Time, Outcome = Outcome.Succeeded }));

    private static Running Running(int attempt, int seq) => new() { Id = Id, Attempt = attempt, Seq = seq, At = Id.Time };

    private static Finished? End(params ExecutionEvent[] said) => DeadLetters.End(Id, said, Id.Time, "python", "why");
}
