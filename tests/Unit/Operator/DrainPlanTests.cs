using RCoder.Operator.Draining;

namespace RCoder.Unit.Operator;

public sealed class DrainPlanTests
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5);
    private static readonly DrainInput Open = new(Announced: true, AnnouncedFor: TimeSpan.FromMinutes(1), Lag: 3, OpenRuns: 1, Jobs: 5, Waited: TimeSpan.FromMinutes(1));

    [Fact]
    public void First_everybody_is_told() => Assert.Equal(DrainStage.Announce, DrainPlan.Next(Open with { Announced = false, Lag = null }, Most));

    [Fact]
    public void Then_the_queue_and_the_runs_are_waited_for()
    {
        Assert.Equal(DrainStage.Wait, DrainPlan.Next(Open, Most));
        Assert.Equal(DrainStage.Wait, DrainPlan.Next(Open with { Lag = 0 }, Most));
        Assert.Equal(DrainStage.Wait, DrainPlan.Next(Open with { OpenRuns = 0 }, Most));
    }

    [Fact]
    public void An_empty_queue_counts_only_once_all_have_heard() =>
        Assert.Equal(DrainStage.Wait, DrainPlan.Next(Open with { Lag = 0, OpenRuns = 0, AnnouncedFor = TimeSpan.FromSeconds(1) }, Most));

    [Fact]
    public void Then_the_pods_go_and_only_then_the_record_and_the_topic()
    {
        Assert.Equal(DrainStage.RemovePods, DrainPlan.Next(Open with { Lag = 0, OpenRuns = 0 }, Most));
        Assert.Equal(DrainStage.Finish, DrainPlan.Next(Open with { Lag = 0, OpenRuns = 0, Jobs = 0 }, Most));
    }

    [Fact]
    public void Nobody_waits_for_ever() => Assert.Equal(DrainStage.RemovePods, DrainPlan.Next(Open with { Waited = Most }, Most));
}
