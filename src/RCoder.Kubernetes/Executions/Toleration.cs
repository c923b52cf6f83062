using k8s.Models;

namespace RCoder.Kubernetes.Executions;

/// <summary>A toleration of execution pods; the fields are those of <c>pod.spec.tolerations</c>.</summary>
public sealed class Toleration
{
    /// <summary>The taint's key; none: every taint's.</summary>
    public string? Key { get; set; }

    /// <summary><c>Equal</c> (the default) or <c>Exists</c>.</summary>
    public string? Operator { get; set; }

    public string? Value { get; set; }

    /// <summary><c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>; none: all.</summary>
    public string? Effect { get; set; }

    /// <summary>For how long a <c>NoExecute</c> taint is tolerated, in seconds; none: always.</summary>
    public long? TolerationSeconds { get; set; }

    internal V1Toleration ToKubernetes() =>
        new() { Key = Key, OperatorProperty = Operator, Value = Value, Effect = Effect, TolerationSeconds = TolerationSeconds };
}
