using k8s.Models;
using RCoder.Contracts.Executions;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>What the status of an execution pod means; the one place that tells the program's fault from the platform's there.</summary>
internal abstract record PodReading
{
    /// <summary>It does not run yet; <paramref name="Reason"/>, if it seems to take long.</summary>
    public sealed record Starting(string? Reason) : PodReading;

    /// <summary>It won't run. <paramref name="Transient"/>: another one may.</summary>
    public sealed record Stuck(string Reason, bool Transient) : PodReading;

    /// <summary>Its runner can be spoken to, within milliseconds; <paramref name="Ready"/>: as far as its node tells.</summary>
    public sealed record Running(string Address, bool Ready = true) : PodReading;

    /// <summary>It is over, or will be at once. <paramref name="Deleted"/>: that is all that is known.</summary>
    public sealed record Ended(RunnerLoss Loss, bool Deleted = false) : PodReading;

    /// <param name="pod">As it was seen last.</param>
    /// <param name="deleted">It is no more.</param>
    public static PodReading Of(V1Pod pod, bool deleted)
    {
        var name = pod.Metadata.Name;
        var status = pod.Status ?? new V1PodStatus();
        var terminated = status.ContainerStatuses?.FirstOrDefault()?.State?.Terminated;
        if (terminated is { Reason: "OOMKilled" })
            return new Ended(new RunnerLoss(Outcome.MemoryLimitExceeded, "the pod was out of memory"));
        if (status.Reason == "Evicted")
            return Lost($"its pod {name} was evicted: {status.Message}");
        if (Condition(status, "DisruptionTarget") is { Status: "True" } disruption)
            return Lost($"its pod {name} was taken away: {disruption.Message ?? disruption.Reason}");
        if (terminated is not null)
            return Lost($"its pod {name} ended with exit code {terminated.ExitCode}{Words(terminated.Message)}");
        if (status.Phase is "Failed" or "Succeeded")
            return Lost($"its pod {name} has ended{Words(status.Message ?? status.Reason)}");
        if (deleted || pod.Metadata.DeletionTimestamp is not null)
            return Lost($"its pod {name} was deleted") with { Deleted = true };
        if (status.ContainerStatuses?.FirstOrDefault()?.State?.Running is not null && status.PodIP is { Length: > 0 } address)
            // The kubelet says both in one: that the container runs, and that the pod is ready. That it is not any more is
            // said of a node which has fallen silent, minutes before its pods are taken away.
            return new Running(address, Ready: Condition(status, "Ready") is not { Status: "False" });
        return Waiting(pod, status);
    }

    private static PodReading Waiting(V1Pod pod, V1PodStatus status)
    {
        var waiting = (status.InitContainerStatuses ?? []).Concat(status.ContainerStatuses ?? [])
            .FirstOrDefault(container => container.State?.Waiting?.Reason is not (null or "PodInitializing" or "ContainerCreating"));
        if (waiting?.State.Waiting is { } problem)
        {
            var words = $"its pod can't start with image {waiting.Image}: {problem.Reason}{Words(problem.Message)}";
            return problem.Reason switch
            {
                "InvalidImageName" or "ErrImageNeverPull" or "CreateContainerConfigError" => new Stuck(words, Transient: false),
                "ErrImagePull" => new Starting(words),
                _ => new Stuck(words, Transient: true),
            };
        }
        return new Starting(Condition(status, "PodScheduled") is { Status: "False" } unscheduled
            ? $"the cluster has no room for pod {pod.Metadata.Name}: {unscheduled.Message ?? unscheduled.Reason}"
            : null);
    }

    private static Ended Lost(string reason) => new(new RunnerLoss(null, reason));

    private static V1PodCondition? Condition(V1PodStatus status, string type) => status.Conditions?.FirstOrDefault(condition => condition.Type == type);

    private static string Words(string? words) => string.IsNullOrWhiteSpace(words) ? "" : $": {words.Trim()}";
}
