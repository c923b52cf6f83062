using k8s.Models;
using RCoder.Contracts.Executions;
using RCoder.Dispatcher.Sandboxes;
using RCoder.Dispatcher.Sandboxes.Kubernetes;

namespace RCoder.Unit.Dispatcher;

/// <summary>Statuses as a kubelet of 1.36 writes them.</summary>
public sealed class PodReadingTests
{
    [Fact]
    public void A_pod_whose_container_runs_can_be_spoken_to() =>
        Assert.Equal(new PodReading.Running("10.0.0.7"), Read(Pod(container: new() { Running = new() }, address: "10.0.0.7")));

    [Theory]
    [InlineData("True", true)]
    [InlineData("False", false)]
    public void A_pod_of_a_node_that_has_fallen_silent_runs_as_far_as_is_known_and_is_not_ready(string status, bool ready) =>
        Assert.Equal(
            new PodReading.Running("10.0.0.7", ready),
            Read(Pod("Running", condition: new() { Type = "Ready", Status = status }, container: new() { Running = new() }, address: "10.0.0.7")));

    [Fact]
    public void A_pod_that_is_made_takes_its_time() =>
        Assert.Equal(new PodReading.Starting(null), Read(Pod(container: new() { Waiting = new() { Reason = "ContainerCreating" } })));

    [Fact]
    public void A_pod_without_a_node_says_why() =>
        Assert.Equal(
            new PodReading.Starting("the cluster has no room for pod p: 0/1 nodes are available: 1 Insufficient memory."),
            Read(Pod(condition: new() { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", Message = "0/1 nodes are available: 1 Insufficient memory." })));

    [Theory]
    [InlineData("InvalidImageName", false)]
    [InlineData("CreateContainerConfigError", false)]
    [InlineData("ErrImageNeverPull", false)]
    [InlineData("ImagePullBackOff", true)]
    [InlineData("RunContainerError", true)]
    public void A_pod_that_can_not_start_says_why_and_whether_another_may(string reason, bool transient) =>
        Assert.Equal(
            new PodReading.Stuck($"its pod can't start with image python:3: {reason}: because", transient),
            Read(Pod(container: new() { Waiting = new() { Reason = reason, Message = "because" } })));

    [Fact]
    public void A_first_pull_that_failed_may_yet_succeed() =>
        Assert.IsType<PodReading.Starting>(Read(Pod(container: new() { Waiting = new() { Reason = "ErrImagePull" } })));

    [Fact]
    public void Out_of_memory_is_the_programs_fault() =>
        Assert.Equal(Outcome.MemoryLimitExceeded, Loss(Pod(phase: "Failed", container: Ended("OOMKilled", 137))).Outcome);

    [Fact]
    public void An_eviction_is_the_platforms() =>
        Assert.Equal(
            new RunnerLoss(null, "its pod p was evicted: The node was low on resource: memory."),
            Loss(Pod(phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory.", container: Ended("Error", 137))));

    [Theory]
    [InlineData("PreemptionByScheduler")]
    [InlineData("DeletionByTaintManager")]
    [InlineData("EvictionByEvictionAPI")]
    public void A_disruption_is_the_platforms_whatever_the_exit_code(string reason) =>
        Assert.Equal(
            new RunnerLoss(null, $"its pod p was taken away: {reason}"),
            Loss(Pod(condition: new() { Type = "DisruptionTarget", Status = "True", Reason = reason }, container: Ended("Error", 137))));

    [Fact]
    public void A_runner_that_ended_on_its_own_is_the_platforms() =>
        Assert.Equal(new RunnerLoss(null, "its pod p ended with exit code 139"), Loss(Pod(phase: "Failed", container: Ended("Error", 139))));

    [Fact]
    public void A_pod_that_is_no_more_was_deleted()
    {
        var pod = Pod(container: new() { Running = new() }, address: "10.0.0.7");
        Assert.Equal("its pod p was deleted", Loss(pod, deleted: true).Reason);
        pod.Metadata.DeletionTimestamp = DateTime.UnixEpoch;
        Assert.Equal("its pod p was deleted", Loss(pod).Reason);
    }

    private static PodReading Read(V1Pod pod, bool deleted = false) => PodReading.Of(pod, deleted);

    private static RunnerLoss Loss(V1Pod pod, bool deleted = false) => Assert.IsType<PodReading.Ended>(Read(pod, deleted)).Loss;

    private static V1ContainerState Ended(string reason, int exitCode) => new() { Terminated = new() { Reason = reason, ExitCode = exitCode } };

    private static V1Pod Pod(
        string phase = "Pending", string? reason = null, string? message = null, V1PodCondition? condition = null, V1ContainerState? container = null, string? address = null) => new()
    {
        Metadata = new() { Name = "p" },
        Status = new()
        {
            Phase = phase,
            Reason = reason,
            Message = message,
            PodIP = address,
            Conditions = condition is null ? null : [condition],
            ContainerStatuses = container is null ? null : [new() { Name = "runner", Image = "python:3", State = container }],
        },
    };
}
