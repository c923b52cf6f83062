using Microsoft.Extensions.Time.Testing;
using RCoder.Operator.Pools;

namespace RCoder.Unit.Operator;

public sealed class DemandTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(0, 20, 0, 0, 2, 0)]
    [InlineData(2, 20, 0, 0, 2, 2)]
    [InlineData(2, 20, 3, 0, 2, 6)]
    [InlineData(2, 20, 3, 0, 2.5, 8)]
    [InlineData(2, 20, 3, 5, 2, 11)]
    [InlineData(2, 20, 100, 5, 2, 20)]
    [InlineData(5, 3, 0, 0, 2, 5)]
    public void A_pool_waits_with_what_is_claimed_while_a_pod_starts_and_with_one_for_each_run_that_found_none(int min, int max, double rate, int cold, double refill, int size) =>
        Assert.Equal(size, DesiredSize.Of(min, max, rate, cold, refill));

    [Fact]
    public void A_size_rises_at_once_and_falls_when_no_higher_one_was_wished_for_a_while()
    {
        var size = new Stabilised(TimeSpan.FromSeconds(10));
        Assert.Equal(5, size.Add(5, Start));
        Assert.Equal(9, size.Add(9, Start.AddSeconds(1)));
        Assert.Equal(9, size.Add(7, Start.AddSeconds(5)));
        Assert.Equal(9, size.Add(2, Start.AddSeconds(10.9)));
        Assert.Equal(Start.AddSeconds(11), size.FallsAt);
        Assert.Equal(7, size.Add(2, Start.AddSeconds(11)));
        Assert.Equal(2, size.Add(2, Start.AddSeconds(15)));
        Assert.Null(size.FallsAt);
    }

    [Fact]
    public void A_burst_makes_a_pool_larger_and_its_end_makes_it_small_again_without_anything_happening()
    {
        var time = new FakeTimeProvider(Start);
        var demand = new Demand(time, TimeSpan.FromSeconds(30));
        Assert.Equal((2, null), demand.Desired(2, 20, coldRuns: 0));
        for (var i = 0; i < 10; i++)
            demand.RunBegan();
        // 10 in 5 s, each 2 s to replace.
        Assert.Equal((4, Demand.Window), demand.Desired(2, 20, coldRuns: 0));
        time.Advance(Demand.Window + TimeSpan.FromSeconds(1));
        var (size, until) = demand.Desired(2, 20, coldRuns: 0);
        Assert.Equal(4, size);
        time.Advance(until!.Value);
        Assert.Equal((2, null), demand.Desired(2, 20, coldRuns: 0));
    }

    [Fact]
    public void Pods_that_start_slowly_make_a_pool_larger()
    {
        var demand = new Demand(new FakeTimeProvider(Start), TimeSpan.FromSeconds(30));
        for (var i = 0; i < 40; i++)
            demand.Started(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 5; i++)
            demand.RunBegan();
        Assert.Equal(10, demand.Desired(0, 20, coldRuns: 0).Size);
    }

    [Fact]
    public void While_runs_wait_for_pods_of_their_own_pools_are_not_refilled_and_then_one_at_a_time()
    {
        var gate = new RefillGate(TimeSpan.FromSeconds(30), maxStarting: 16);
        Assert.Equal(12, gate.Room(coldStarts: 0, poolStarts: 4, Start));
        Assert.Equal(0, gate.Room(coldStarts: 3, poolStarts: 0, Start));
        Assert.Equal(0, gate.Room(coldStarts: 1, poolStarts: 0, Start.AddSeconds(29)));
        Assert.Equal(1, gate.Room(coldStarts: 1, poolStarts: 0, Start.AddSeconds(30)));
        Assert.Equal(0, gate.Room(coldStarts: 1, poolStarts: 1, Start.AddSeconds(31)));
        Assert.Equal(16, gate.Room(coldStarts: 0, poolStarts: 0, Start.AddSeconds(32)));
        Assert.Equal(0, gate.Room(coldStarts: 1, poolStarts: 0, Start.AddSeconds(33)));
    }
}
