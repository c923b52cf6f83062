using RCoder.Operator.Pools;

namespace RCoder.Unit.Operator;

public sealed class PoolPlanTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);
    private int number;

    [Fact]
    public void What_is_missing_is_made()
    {
        var actions = Decide(desired: 3, Of(MemberState.Free), Of(MemberState.Claimed), Of(MemberState.Ended));
        Assert.Equal([("new", 2)], actions.Create);
        Assert.Empty(actions.Retire);
    }

    [Fact]
    public void What_is_starting_is_not_made_twice() =>
        Assert.Empty(Decide(desired: 2, Of(MemberState.Free), Of(MemberState.Starting)).Create);

    [Fact]
    public void Waiting_and_busy_pods_together_are_at_most_the_maximum()
    {
        var busy = Enumerable.Range(0, 4).Select(_ => Of(MemberState.Claimed)).ToArray();
        Assert.Equal([("new", 1)], Decide(desired: 3, busy).Create);
    }

    [Fact]
    public void Without_room_they_are_held_back()
    {
        var actions = PoolPlan.Decide(Input(desired: 3) with { Room = 1 });
        Assert.Equal([("new", 1)], actions.Create);
        Assert.Equal(2, actions.Held);
    }

    [Fact]
    public void While_a_pod_is_in_trouble_no_more_are_made() =>
        Assert.Empty(Decide(desired: 3, Of(MemberState.Starting) with { Trouble = new("ImageUnavailable", "…") }).Create);

    [Fact]
    public void Each_failure_in_a_row_doubles_the_wait()
    {
        Assert.Equal([("new", 1)], Decide(desired: 1, Failed(ago: 2)).Create);
        var third = Decide(desired: 1, Failed(ago: 9), Failed(ago: 6), Failed(ago: 3));
        Assert.Empty(third.Create);
        Assert.Equal(TimeSpan.FromSeconds(1), third.Again);
        Assert.Equal([("new", 1)], Decide(desired: 1, Failed(ago: 9), Failed(ago: 6), Failed(ago: 4)).Create);
    }

    [Fact]
    public void A_pod_that_came_up_since_ends_the_wait() =>
        Assert.Equal([("new", 1)], Decide(desired: 1, Failed(ago: 3), Failed(ago: 2.5), Failed(ago: 2), Of(MemberState.Claimed) with { CreatedAt = At(1) }).Create);

    [Fact]
    public void What_is_too_much_is_asked_to_end_the_oldest_first()
    {
        var old = Of(MemberState.Free) with { CreatedAt = At(100), RunningSince = At(100) };
        var actions = Decide(desired: 2, Of(MemberState.Free), old, Of(MemberState.Free));
        Assert.Equal([old], actions.Retire);
        Assert.Empty(actions.Discard);
    }

    [Fact]
    public void What_is_stuck_goes_before_what_waits()
    {
        var stuck = Of(MemberState.Starting) with { Trouble = new("Unschedulable", "…") };
        var actions = Decide(desired: 1, Of(MemberState.Free), stuck);
        Assert.Equal([stuck], actions.Discard);
        Assert.Empty(actions.Retire);
    }

    [Fact]
    public void A_pod_that_has_waited_too_long_ends_when_another_is_there()
    {
        var old = Of(MemberState.Free) with { RunningSince = At(7000) };
        var alone = Decide(desired: 1, old);
        Assert.Equal([("new", 1)], alone.Create);
        Assert.Empty(alone.Retire);
        var replaced = Decide(desired: 1, old, Of(MemberState.Free));
        Assert.Empty(replaced.Create);
        Assert.Equal([old], replaced.Retire);
    }

    [Fact]
    public void While_a_change_rolls_out_the_old_pods_serve_on_and_the_least_of_new_ones_come_up()
    {
        var actions = PoolPlan.Decide(Input(desired: 4, Old(MemberState.Free), Old(MemberState.Free)) with { Serving = "old", ServingCanGrow = true });
        Assert.Equal([("old", 2), ("new", 2)], actions.Create);
        Assert.Empty(actions.Retire);
    }

    [Fact]
    public void Old_pods_that_this_RCoder_can_make_no_more_serve_until_they_are_used_up()
    {
        var actions = PoolPlan.Decide(Input(desired: 4, Old(MemberState.Free)) with { Serving = "old" });
        Assert.Equal([("new", 2)], actions.Create);
        Assert.Empty(actions.Retire);
    }

    [Fact]
    public void Once_the_new_serve_the_old_end_but_none_that_has_a_program()
    {
        var (free, busy, starting) = (Old(MemberState.Free), Old(MemberState.Claimed), Old(MemberState.Starting));
        var actions = Decide(desired: 1, Of(MemberState.Free), free, busy, starting);
        Assert.Equal([free], actions.Retire);
        Assert.Equal([starting], actions.Discard);
    }

    [Fact]
    public void A_spec_that_can_have_no_pods_leaves_those_that_serve()
    {
        var serving = Old(MemberState.Free);
        var actions = PoolPlan.Decide(Input(desired: 2, serving) with { Serving = "old", Next = null, ServingCanGrow = true });
        Assert.Equal([("old", 1)], actions.Create);
        Assert.Empty(actions.Retire);
    }

    private static PoolActions Decide(int desired, params Member[] members) => PoolPlan.Decide(Input(desired, members));

    private static PoolInput Input(int desired, params Member[] members) => new()
    {
        Now = Now,
        Next = "new",
        MayGrow = true,
        Desired = desired,
        Min = 2,
        Max = 5,
        Room = 100,
        MaxAge = TimeSpan.FromHours(1),
        Members = members,
    };

    private Member Of(MemberState state) => new()
    {
        Job = $"job-{++number}",
        Hash = "new",
        State = state,
        CreatedAt = At(10),
        RunningSince = state is MemberState.Free or MemberState.Claimed ? At(8) : null,
    };

    private Member Old(MemberState state) => Of(state) with { Hash = "old" };

    private Member Failed(double ago) => Of(MemberState.Failed) with { CreatedAt = At(ago + 0.5), FailedAt = At(ago) };

    private static DateTime At(double secondsAgo) => Now.UtcDateTime.AddSeconds(-secondsAgo);
}
