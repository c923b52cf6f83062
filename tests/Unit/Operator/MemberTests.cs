using RCoder.Kubernetes;
using RCoder.Operator.Cluster;
using RCoder.Operator.Pools;

namespace RCoder.Unit.Operator;

public sealed class MemberTests
{
    private static readonly PodView Running = PodTroubleTests.Read("running");

    [Fact]
    public void A_pod_that_runs_waits_until_its_Job_has_an_execution()
    {
        Assert.Equal(MemberState.Free, Member.Of(Job(), Running, claimed: false).State);
        Assert.Equal(MemberState.Claimed, Member.Of(Job(execution: "x"), Running, claimed: false).State);
        Assert.Equal(MemberState.Claimed, Member.Of(Job(), Running, claimed: true).State);
    }

    [Fact]
    public void A_pod_that_is_not_there_or_does_not_run_is_starting()
    {
        Assert.Equal(MemberState.Starting, Member.Of(Job(), null, claimed: false).State);
        var stuck = Member.Of(Job(), PodTroubleTests.Read("image-missing"), claimed: false);
        Assert.Equal((MemberState.Starting, "ImageUnavailable"), (stuck.State, stuck.Trouble?.Reason));
    }

    [Theory]
    [InlineData("False", nameof(MemberState.Silent))]
    [InlineData("True", nameof(MemberState.Free))]
    public void A_pod_whose_node_is_lost_waits_for_nobody_and_does_again_when_the_node_is_back(string ready, string state)
    {
        var pod = PodTroubleTests.Read("running");
        pod.Status!.Conditions = [new() { Type = "Ready", Status = ready }];
        Assert.Equal(state, Member.Of(Job(), pod, claimed: false).State.ToString());
        Assert.Equal(MemberState.Claimed, Member.Of(Job(execution: "x"), pod, claimed: false).State);
    }

    [Theory]
    [InlineData("Complete", null, false, nameof(MemberState.Ended))]
    [InlineData("Failed", "BackoffLimitExceeded", true, nameof(MemberState.Ended))]
    [InlineData("Failed", "PodFailurePolicy", false, nameof(MemberState.Ended))]
    [InlineData("Failed", "DeadlineExceeded", false, nameof(MemberState.Ended))]
    [InlineData("Failed", "BackoffLimitExceeded", false, nameof(MemberState.Failed))]
    public void A_Job_that_is_over_has_served_or_was_taken_away_or_failed(string condition, string? reason, bool claimed, string state) =>
        Assert.Equal(state, Member.Of(Job(execution: claimed ? "x" : null, condition, reason), null, claimed: false).State.ToString());

    [Fact]
    public void A_pod_that_ends_before_its_Job_knows_counts_as_ended()
    {
        Assert.Equal(MemberState.Failed, Member.Of(Job(), PodTroubleTests.Read("runner-ended"), claimed: false).State);
        Assert.Equal(MemberState.Ended, Member.Of(Job(), new PodView { Status = new() { Phase = "Succeeded" } }, claimed: false).State);
        Assert.Equal(MemberState.Ended, Member.Of(Job(), new PodView { Metadata = new() { DeletionTimestamp = DateTime.UtcNow } }, claimed: false).State);
    }

    [Theory]
    [InlineData(0, false, nameof(MemberState.Ended))]
    [InlineData(137, true, nameof(MemberState.Ended))]
    [InlineData(137, false, nameof(MemberState.Failed))]
    public void A_runner_that_has_ended_does_not_start_again_though_its_pod_is_called_running(int exitCode, bool claimed, string state)
    {
        var pod = new PodView { Status = new() { Phase = "Running", PodIP = "198.18.0.9", ContainerStatuses = [new() { State = new() { Terminated = new() { ExitCode = exitCode } } }] } };
        Assert.Equal(state, Member.Of(Job(execution: claimed ? "x" : null), pod, claimed: false).State.ToString());
    }

    private static JobView Job(string? execution = null, string? condition = null, string? reason = null)
    {
        var labels = new Dictionary<string, string> { [Names.PoolLabel] = "0123abcd" };
        if (execution is not null)
            labels[Names.ExecutionLabel] = execution;
        return new JobView
        {
            Metadata = new() { Name = "job", Labels = labels, CreationTimestamp = DateTime.UnixEpoch },
            Status = condition is null ? null : new() { Conditions = [new() { Type = condition, Status = "True", Reason = reason, LastTransitionTime = DateTime.UnixEpoch }] },
        };
    }
}
