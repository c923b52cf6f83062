using RCoder.Kubernetes;
using RCoder.Operator.Cluster;

namespace RCoder.Operator.Pools;

internal enum MemberState
{
    /// <summary>Its runner does not run yet.</summary>
    Starting,

    /// <summary>It waits for a program.</summary>
    Free,

    /// <summary>It waited, and its node no longer answers for it. Another is made; it counts again when its node is back.</summary>
    Silent,

    /// <summary>It has one.</summary>
    Claimed,

    /// <summary>It has served, or was told to end, or the platform took it away.</summary>
    Ended,

    /// <summary>It failed before it had a program.</summary>
    Failed,
}

/// <summary>A Job of a pool and its pod, as one.</summary>
internal sealed record Member
{
    public required string Job { get; init; }

    /// <summary>The label <c>rcoder.dev/pool</c>.</summary>
    public required string Hash { get; init; }

    public required MemberState State { get; init; }
    public required DateTime CreatedAt { get; init; }
    public string? JobVersion { get; init; }
    public string? Pod { get; init; }
    public string? PodVersion { get; init; }
    public string? Address { get; init; }
    public DateTime? RunningSince { get; init; }
    public DateTime? FailedAt { get; init; }

    /// <summary>Of one that starts, or failed.</summary>
    public Trouble? Trouble { get; init; }

    /// <param name="job">One with a pool's label.</param>
    /// <param name="pod">Its pod, if there is one.</param>
    /// <param name="claimed">Whether its runner has said that it has a program; the label may come later.</param>
    public static Member Of(JobView job, PodView? pod, bool claimed)
    {
        var state = StateOf(job, pod, claimed || job.Label(Names.ExecutionLabel) is not null);
        return new Member
        {
            Job = job.Name,
            Hash = job.Label(Names.PoolLabel) ?? "",
            State = state,
            CreatedAt = job.Metadata.CreationTimestamp ?? default,
            JobVersion = job.Metadata.ResourceVersion,
            Pod = pod?.Name,
            PodVersion = pod?.Metadata.ResourceVersion,
            Address = pod?.Status?.PodIP,
            RunningSince = pod?.RunningSince,
            FailedAt = state == MemberState.Failed ? job.Condition("Failed")?.LastTransitionTime ?? job.Metadata.CreationTimestamp : null,
            Trouble = state is MemberState.Starting or MemberState.Failed && pod is not null ? PodTrouble.Of(pod) : null,
        };
    }

    private static MemberState StateOf(JobView job, PodView? pod, bool claimed)
    {
        if (job.Metadata.DeletionTimestamp is not null || job.Condition("Complete") is not null)
            return MemberState.Ended;
        if (job.Condition("Failed") is { } failed)
            // A disruption is not the pool's fault, nor is that nobody came.
            return claimed || failed.Reason is "PodFailurePolicy" or "DeadlineExceeded" ? MemberState.Ended : MemberState.Failed;
        // The kubelet may tell the container's end before the pod's.
        var exitCode = pod?.Runner?.State?.Terminated?.ExitCode;
        if (pod is { Metadata.DeletionTimestamp: not null } or { Status.Phase: "Succeeded" } || exitCode == 0)
            return MemberState.Ended;
        if (pod is { Status.Phase: "Failed" } || exitCode is not null)
            return claimed ? MemberState.Ended : MemberState.Failed;
        if (claimed)
            return MemberState.Claimed;
        if (pod?.RunningSince is null)
            return MemberState.Starting;
        // Without a probe of readiness the kubelet says True with the container's start; False comes from the node's controller.
        return pod.Status!.Conditions?.Any(condition => condition is { Type: "Ready", Status: "False" }) == true ? MemberState.Silent : MemberState.Free;
    }
}
