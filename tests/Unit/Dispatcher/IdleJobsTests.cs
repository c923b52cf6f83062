using RCoder.Dispatcher.Sandboxes.Kubernetes;

namespace RCoder.Unit.Dispatcher;

/// <summary>Which Jobs of single executions nobody wants any more.</summary>
public sealed class IdleJobsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(1);

    private readonly IdleJobs idle = new(TimeSpan.FromMinutes(2));

    [Fact]
    public void A_pod_that_has_just_come_up_is_left_alone_however_long_its_start_took() => Assert.Empty(LookAt(minutes: 60, "slow-pull"));

    [Fact]
    public void One_that_waits_for_long_is_nobodys()
    {
        Assert.Empty(LookAt(0, "left", "other"));
        Assert.Empty(LookAt(1.9, "left"));
        Assert.Equal(["left"], LookAt(2, "left", "other"));
    }

    [Fact]
    public void One_that_had_a_program_meanwhile_counts_from_the_beginning()
    {
        LookAt(0, "run");
        LookAt(1);
        Assert.Empty(LookAt(2.5, "run"));
    }

    private IReadOnlyList<string> LookAt(double minutes, params string[] free) => idle.Look(free, Start.AddMinutes(minutes));
}
