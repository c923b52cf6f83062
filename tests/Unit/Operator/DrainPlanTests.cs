using RCoder.Operator.Draining;

namespace RCoder.Unit.Operator;

public sealed class DrainPlanTests
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5);
    private static readonly DrainInput Open = new(Announced: true, AnnouncedFor: TimeSpan.FromMinutes(1), Lag: 3, OpenRuns: 1, Jobs: 5);
    private static readonly DrainInput Empty = Open with { Lag = 0, OpenRuns = 0, Jobs = 0 };

    [Fact]
    public void First_everybody_is_told() => Assert.Equal(DrainStage.Announce, DrainPlan.Next(Open with { Announced = false }, Most));

    [Fact]
    public void Then_the_queue_and_the_runs_are_waited_for()
    {
        Assert.Equal(DrainStage.Wait, DrainPlan.Next(Open, Most));
        Assert.Equal(DrainStage.Wait, DrainPlan.Next(Open with { Lag = 0 }, Most));
        Assert.Equal(DrainStage.Wait, DrainPlan.Next(Open with { OpenRuns = 0 }, Most));
    }

    [Fact]
    public void An_empty_queue_counts_only_once_all_have_heard() =>
        Assert.Equal(DrainStage.Wait, DrainPlan.Next(Empty with { AnnouncedFor = TimeSpan.FromSeconds(1) }, Most));

    [Fact]
    public void That_all_must_hear_is_waited_for_however_impatient_one_is() =>
        Assert.Equal(DrainStage.Wait, DrainPlan.Next(Open with { AnnouncedFor = TimeSpan.FromSeconds(1) }, TimeSpan.Zero));

    [Fact]
    public void Then_the_pods_go_and_only_then_the_record_and_the_topic()
    {
        Assert.Equal(DrainStage.RemovePods, DrainPlan.Next(Empty with { Jobs = 5 }, Most));
        Assert.Equal(DrainStage.Finish, DrainPlan.Next(Empty, Most));
    }

    [Fact]
    public void Nobody_waits_for_ever() => Assert.Equal(DrainStage.RemovePods, DrainPlan.Next(Open with { AnnouncedFor = Most }, Most));

    [Fact]
    public void Whoever_does_not_wait_leaves_the_topic_and_the_record_to_the_jobs_in_it()
    {
        Assert.Equal(DrainStage.LetGo, DrainPlan.Next(Empty with { Lag = 3, AnnouncedFor = Most }, Most));
        Assert.Contains("until a dispatcher has ended the 3 jobs", DrainPlan.Words(DrainStage.LetGo, Empty with { Lag = 3 }), StringComparison.Ordinal);
    }
}
