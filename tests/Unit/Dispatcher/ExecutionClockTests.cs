using Microsoft.Extensions.Time.Testing;
using RCoder.Contracts.Executions;
using RCoder.Dispatcher.Runs;

namespace RCoder.Unit.Dispatcher;

public sealed class ExecutionClockTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void The_parts_of_a_run_are_its_whole()
    {
        var clock = new ExecutionClock(time.GetUtcNow(), time);
        time.Advance(TimeSpan.FromMilliseconds(5));
        clock.Taken();
        time.Advance(TimeSpan.FromMilliseconds(2));
        clock.Claimed();
        time.Advance(TimeSpan.FromMilliseconds(23));
        Assert.Equal((5, 2, 20, 3, 30), Parts(clock.Read(new Timings { RunMs = 20 })));
    }

    [Fact]
    public void A_run_that_another_dispatcher_began_has_no_part_longer_than_the_whole()
    {
        var clock = new ExecutionClock(time.GetUtcNow(), time);
        time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.Equal((10, 0, 20, 0, 30), Parts(clock.Read(new Timings { RunMs = 20 })));
    }

    [Fact]
    public void What_never_started_was_queued_all_the_time()
    {
        var clock = new ExecutionClock(time.GetUtcNow(), time);
        time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.Equal((30, 0, 0, 0, 30), Parts(clock.Read(null)));
    }

    private static (double Queued, double Claim, double Run, double Publish, double Total) Parts(Timings timings) =>
        (timings.QueuedMs, timings.ClaimMs, timings.RunMs, timings.PublishMs, timings.TotalMs);
}
