using RCoder.Api.Executions;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Logs;

namespace RCoder.Unit.Api;

public sealed class RecentExecutionsTests
{
    private static readonly DateTimeOffset Begun = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly RecentExecutions recent = new(mostBytes: 20_000);
    private readonly ExecutionId id = NewId();
    private long offset = 100;

    public RecentExecutionsTests() => recent.Begin(Begun);

    [Fact]
    public void An_execution_that_is_expected_is_whole_from_its_first_event()
    {
        using var expected = recent.Expect(id);
        Append(1, 2);
        Assert.Equal([1, 2], Seqs(expected)!);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void One_that_is_seen_from_its_first_event_is_whole_whichever_of_the_two_comes_first(int first, int second)
    {
        Append(first, second, 2);
        using var seen = recent.Pin(id);
        Assert.Equal([first, second, 2], Seqs(seen)!);
    }

    [Fact]
    public void One_whose_first_events_passed_unseen_is_not_made_whole_by_a_late_acceptance()
    {
        Append(2, 3, 0);
        using var seen = recent.Pin(id);
        Assert.Null(Seqs(seen));
    }

    [Fact]
    public void One_from_before_the_tail_began_is_for_the_log()
    {
        var old = ExecutionId.New(Begun.AddSeconds(5));
        recent.Append(Record(old, 1));
        using var seen = recent.Pin(old);
        Assert.Null(Seqs(seen));
    }

    [Fact]
    public void What_the_log_had_and_what_came_meanwhile_are_joined_without_a_gap_or_a_double()
    {
        var old = ExecutionId.New(Begun);
        using var pinned = recent.Pin(old);
        var history = new[] { Record(old, 0), Record(old, 1), Record(old, 2) };
        // The tail is behind the log here, and ahead of it there.
        recent.Append(history[2]);
        recent.Append(Record(old, 3));
        Assert.Equal([0, 1, 2, 3], recent.Restore(pinned, history)!.Select(record => record.Value.Seq));
        recent.Append(history[2]);
        recent.Append(Record(old, 4));
        Assert.Equal([0, 1, 2, 3, 4], Seqs(pinned)!);
    }

    [Fact]
    public void A_reader_gets_what_lies_behind_its_place()
    {
        using var expected = recent.Expect(id);
        Append(0, 1, 2, 3);
        Assert.True(recent.TryReadAfter(expected, offset - 2, out var rest));
        Assert.Equal([3], rest.Select(record => record.Value.Seq));
    }

    [Fact]
    public void The_oldest_go_first_when_memory_is_full_and_are_for_the_log_then()
    {
        var ids = Enumerable.Range(1, 100).Select(i => ExecutionId.New(Begun.AddSeconds(20 + i))).ToList();
        foreach (var one in ids)
        {
            recent.Append(Record(one, 0));
            recent.Append(Record(one, 1));
        }
        Assert.Equal(33, ids.Count(IsWhole));
        Assert.True(IsWhole(ids[^1]));
        Assert.False(IsWhole(ids[0]));

        // The repeat of an acceptance that is gone must not pass for a first event.
        recent.Append(Record(ids[0], 0));
        Assert.False(IsWhole(ids[0]));

        bool IsWhole(ExecutionId one)
        {
            using var seen = recent.Pin(one);
            return Seqs(seen) is not null;
        }
    }

    [Fact]
    public void One_larger_than_all_memory_is_let_go_and_never_told_in_part()
    {
        using var expected = recent.Expect(id);
        var first = Record(id, 0);
        for (var seq = 1; seq <= 10; seq++)
            recent.Append(Record(id, seq, new string('x', 2_000)));
        Assert.Null(Seqs(expected));
        // A reading of the log that ended before what is gone would leave a gap.
        Assert.Null(recent.Restore(expected, [first]));
    }

    [Fact]
    public void Whoever_waits_is_woken_by_the_next_event_and_by_the_end()
    {
        using var expected = recent.Expect(id);
        var (changed, finished) = (expected.Changed, expected.Finished);
        Append(1);
        Assert.True(changed.IsCompleted);
        Assert.False(finished.IsCompleted);
        recent.Append(new LogRecord<ExecutionEvent>(0, offset++, Begun, new Finished { Id = id, Seq = 2, At = Begun, Outcome = Outcome.Succeeded }));
        Assert.True(finished.IsCompleted);
        Assert.True(expected.Finished.IsCompleted);
    }

    [Fact]
    public void After_the_end_nothing_is_kept()
    {
        using var expected = recent.Expect(id);
        recent.Append(new LogRecord<ExecutionEvent>(0, offset++, Begun, new Finished { Id = id, Seq = 5, At = Begun, Outcome = Outcome.Succeeded }));
        Assert.True(recent.Append(Record(id, 6)));
        Assert.True(recent.Append(Record(id, 0)));
        Assert.Equal([5], Seqs(expected)!);
    }

    [Fact]
    public void A_job_that_was_not_accepted_leaves_nothing()
    {
        using (var expected = recent.Expect(id))
            recent.Forget(expected);
        using var again = recent.Pin(id);
        Assert.Null(Seqs(again));
    }

    private void Append(params int[] seqs)
    {
        foreach (var seq in seqs)
            recent.Append(Record(id, seq));
    }

    private LogRecord<ExecutionEvent> Record(ExecutionId of, int seq, string? text = null) => new(0, offset++, Begun, seq == 0
        ? new Accepted { Id = of, Seq = 0, At = Begun, Runtime = "python", Language = "py", Tenant = "anonymous", Deadline = Begun, Job = new JobPosition { Topic = "t", Partition = 0, Offset = 0 } }
        : new Output { Id = of, Seq = seq, At = Begun, Phase = Phase.Run, Stream = OutputStream.Stdout, Text = text ?? "" });

    private int[]? Seqs(RecentExecution execution) => recent.TryRead(execution, out var events) ? [.. events.Select(record => record.Value.Seq)] : null;

    private static ExecutionId NewId() => ExecutionId.New(Begun.AddMinutes(1));
}
