using k8s;
using k8s.Models;

namespace RCoder.Operator.Cluster;

/// <summary>Of a pod, what the operator looks at.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Pod", PluralName = "pods")]
internal sealed class PodView : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "v1";
    public string Kind { get; set; } = "Pod";
    public V1ObjectMeta Metadata { get; set => field = Slim.Down(value); } = new();
    public PodViewStatus? Status { get; set; }

    public string Name => Metadata.Name;
    public string? Job => Metadata.Labels?.TryGetValue(Kubernetes.Names.JobNameLabel, out var value) == true ? value : null;

    /// <summary>The runner's container.</summary>
    public ContainerView? Runner => Status?.ContainerStatuses?.FirstOrDefault();

    /// <summary>Since when the runner runs, if it does.</summary>
    public DateTime? RunningSince => Metadata.DeletionTimestamp is null && Status is { Phase: "Running", PodIP.Length: > 0 } ? Runner?.State?.Running?.StartedAt : null;
}

internal sealed class PodViewStatus
{
    public string? Phase { get; set; }
    public string? Reason { get; set; }
    public string? Message { get; set; }
    public string? PodIP { get; set; }
    public IList<PodViewCondition>? Conditions { get; set; }
    public IList<ContainerView>? InitContainerStatuses { get; set; }
    public IList<ContainerView>? ContainerStatuses { get; set; }
}

internal sealed class PodViewCondition
{
    public string Type { get; set; } = "";
    public string Status { get; set; } = "";
    public string? Reason { get; set; }
    public string? Message { get; set; }
}

internal sealed class ContainerView
{
    public string Name { get; set; } = "";
    public string? Image { get; set; }
    public ContainerViewState? State { get; set; }
}

internal sealed class ContainerViewState
{
    public WaitingView? Waiting { get; set; }
    public RunningView? Running { get; set; }
    public TerminatedView? Terminated { get; set; }
}

internal sealed class WaitingView
{
    public string? Reason { get; set; }
    public string? Message { get; set; }
}

internal sealed class RunningView
{
    public DateTime? StartedAt { get; set; }
}

internal sealed class TerminatedView
{
    public int ExitCode { get; set; }
    public string? Reason { get; set; }
    public string? Message { get; set; }
    public DateTime? FinishedAt { get; set; }
}
