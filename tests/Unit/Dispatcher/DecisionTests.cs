using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Dispatcher.Recovery;

namespace RCoder.Unit.Dispatcher;

public sealed class DecisionTests
{
    private static readonly ExecutionId Id = ExecutionId.New(DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_job_without_events_is_started() => Assert.IsType<Decision.Start>(Decide());

    [Fact]
    public void A_job_that_was_only_accepted_is_started() =>
        Assert.IsType<Decision.Start>(Decide(events: Running(seq: 0)));

    [Fact]
    public void A_job_that_only_waited_is_started_in_the_same_attempt_with_the_next_number() =>
        Assert.Equal(new Decision.Start(1, 3), Decide(events: [Queued(1), Queued(2)]));

    [Fact]
    public void An_attempt_that_was_announced_and_not_begun_is_begun() =>
        Assert.Equal(new Decision.Start(2, 5), Decide(events: [Running(3), Retrying(4, attempt: 2)]));

    [Fact]
    public void A_job_with_its_end_is_left() =>
        Assert.IsType<Decision.Leave>(Decide(events: [Running(1), Finished(2)]));

    [Fact]
    public void A_job_with_its_end_is_left_even_when_a_runner_still_holds_it() =>
        Assert.IsType<Decision.Leave>(Decide(held: true, Running(1), Finished(2)));

    [Fact]
    public void A_run_that_a_runner_holds_goes_on_after_the_last_event() =>
        Assert.Equal(new Decision.Resume(1, 4), Decide(held: true, Running(2), Running(3)));

    [Fact]
    public void A_runner_that_holds_it_before_any_event_was_written_is_resumed_from_the_first() =>
        Assert.Equal(new Decision.Resume(1, 1), Decide(held: true));

    [Fact]
    public void A_run_that_was_lost_is_tried_again_with_the_next_numbers() =>
        Assert.Equal(new Decision.Retry(3, 6), Decide(events: [Running(1), Running(5, attempt: 2)]));

    [Fact]
    public void What_an_older_attempt_still_says_does_not_count() =>
        Assert.Equal(new Decision.Retry(3, 4), Decide(events: [Running(3, attempt: 2), Finished(9)]));

    [Fact]
    public void Nothing_after_the_end_counts() =>
        Assert.IsType<Decision.Leave>(Decide(events: [Finished(2), Running(3, attempt: 2)]));

    private static Decision Decide(bool held = false, params ExecutionEvent[] events) =>
        Decision.For(events.Aggregate(SeenExecution.Nothing, (seen, e) => seen.With(e)), held);

    private static Running Running(int seq, int attempt = 1) => new() { Id = Id, At = default, Seq = seq, Attempt = attempt };

    private static Queued Queued(int seq) => new() { Id = Id, At = default, Seq = seq };

    private static Retrying Retrying(int seq, int attempt) => new() { Id = Id, At = default, Seq = seq, Attempt = attempt, Reason = "its node went away" };

    private static Finished Finished(int seq) => new() { Id = Id, At = default, Seq = seq, Outcome = Outcome.Succeeded };
}
