using System.Text.RegularExpressions;
using RCoder.Operator.Cluster;

namespace RCoder.Operator.Pools;

/// <summary>Reads from a pod's status what stands in its way, if anything does; that it is merely not there yet is no trouble.</summary>
internal static partial class PodTrouble
{
    // Of the kubelet: pkg/kubelet/images/types.go.
    private static readonly string[] ImageReasons = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable", "SignatureValidationFailed"];

    // Of the kubelet: pkg/kubelet/kuberuntime/kuberuntime_container.go.
    private static readonly string[] CreationReasons = ["CreateContainerError", "RunContainerError", "PreCreateHookError", "PreStartHookError", "PostStartHookError", "CrashLoopBackOff"];

    public static Trouble? Of(PodView pod)
    {
        if (pod.Status is not { } status)
            return null;
        if (status.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False" }) is { } unscheduled)
            return new("Unschedulable", $"no node takes its pods: {unscheduled.Message?.TrimEnd('.')}. Add nodes, or ask for less: spec.limits.default.memoryBytes, spec.compile.limits.memoryBytes, spec.pool.cpuRequest", IsFull: true);
        foreach (var container in Containers(status))
        {
            if (container.State?.Waiting is { Reason: { } reason } waiting && Waiting(reason, waiting.Message, container) is { } trouble)
                return trouble;
        }
        return status.Phase == "Failed" ? Failed(status) : null;
    }

    private static Trouble? Waiting(string reason, string? message, ContainerView container) => reason switch
    {
        _ when ImageReasons.Contains(reason) => new("ImageUnavailable", $"an image can't be pulled: {Pull(message) ?? container.Image}. Check spec.image, and Executions:RunnerImage and Executions:ImagePullSecrets of RCoder"),
        "CreateContainerConfigError" => new("ConfigurationMissing", $"its pods can't be set up: {message}. The Secret with the pool's token must be in the namespace of executions"),
        _ when CreationReasons.Contains(reason) => new("RunnerNotStarted", $"the runner can't be started in {container.Image} ({reason}): {message}"),
        _ => null,
    };

    // Between its tries the kubelet puts this before what the last one said: the same must read the same.
    private static string? Pull(string? message) => message is null ? null : Between().Replace(message, "");

    private static Trouble Failed(PodViewStatus status)
    {
        var ended = Containers(status).Select(container => container.State?.Terminated).FirstOrDefault(terminated => terminated is { ExitCode: not 0 });
        return ended is null
            ? new(status.Reason ?? "PodFailed", status.Message ?? "its pod failed")
            : new("RunnerEnded", $"the runner ended with exit code {ended.ExitCode} ({ended.Reason}) before it had a program: {ended.Message ?? Meaning(ended)}");
    }

    // Exit codes of the runner: docs/runner.md.
    private static string Meaning(TerminatedView ended) => ended switch
    {
        { Reason: "OOMKilled" } => "the pod's memory is too little for the runner itself; raise Executions:OverheadBytes",
        { ExitCode: 2 } => "it is not process 1 of its pod",
        { ExitCode: 4 } => "it has no workspace to run programs in",
        _ => "its pod's log tells more",
    };

    [GeneratedRegex("^Back-off pulling image \"[^\"]*\": (ErrImagePull: )?", RegexOptions.CultureInvariant)]
    private static partial Regex Between();

    private static IEnumerable<ContainerView> Containers(PodViewStatus status) => [.. status.InitContainerStatuses ?? [], .. status.ContainerStatuses ?? []];
}
