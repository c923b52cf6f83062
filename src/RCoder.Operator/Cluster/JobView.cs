using k8s;
using k8s.Models;

namespace RCoder.Operator.Cluster;

/// <summary>Of a Job, what the operator looks at: a thousand whole ones would be most of its memory.</summary>
[KubernetesEntity(Group = "batch", ApiVersion = "v1", Kind = "Job", PluralName = "jobs")]
internal sealed class JobView : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "batch/v1";
    public string Kind { get; set; } = "Job";
    public V1ObjectMeta Metadata { get; set => field = Slim.Down(value); } = new();
    public JobViewStatus? Status { get; set; }

    public string Name => Metadata.Name;
    public string? Label(string name) => Metadata.Labels?.TryGetValue(name, out var value) == true ? value : null;
    public JobViewCondition? Condition(string type) => Status?.Conditions?.FirstOrDefault(condition => condition.Type == type && condition.Status == "True");
}

internal sealed class JobViewStatus
{
    public IList<JobViewCondition>? Conditions { get; set; }
}

internal sealed class JobViewCondition
{
    public string Type { get; set; } = "";
    public string Status { get; set; } = "";
    public string? Reason { get; set; }
    public string? Message { get; set; }
    public DateTime? LastTransitionTime { get; set; }
}
