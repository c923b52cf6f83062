using k8s.Models;

namespace RCoder.Kubernetes.Resources;

/// <summary>What has become of the spec on this cluster; written by the operator alone.</summary>
public sealed record LanguageRuntimeStatus
{
    /// <summary>The generation of the spec that this status is about: while it is behind <c>metadata.generation</c>, the operator has yet to look.</summary>
    public long ObservedGeneration { get; set; }

    /// <summary>Ready, and what it is derived from: Valid, TopicReady, PoolReady, Conformant. Each that is not True says in its message what to do.</summary>
    public IList<V1Condition> Conditions { get; set; } = [];

    /// <summary>The pods of the pool.</summary>
    public PoolStatus Pool { get; set; } = new();

    /// <summary>How long the runs took that proved the runtime on this cluster: from the claim to the end of its own smallest program.</summary>
    public LatencyStatus? Latency { get; set; }

    /// <summary>What was proved, so that the proof is not repeated: a hash of the spec, the runner's image and the cases.</summary>
    public string? ConformanceHash { get; set; }
}

public sealed record PoolStatus
{
    /// <summary>Their label <c>rcoder.dev/pool</c>: pods with another are of an older spec, and are replaced.</summary>
    public string? Hash { get; set; }

    /// <summary>Pods that wait for a program.</summary>
    public int Ready { get; set; }

    /// <summary>Pods that have one.</summary>
    public int Claimed { get; set; }

    /// <summary>Pods that should wait, by demand.</summary>
    public int Desired { get; set; }
}

public sealed record LatencyStatus
{
    /// <summary>Half of them took at most this long, in milliseconds.</summary>
    public double P50Ms { get; set; }

    /// <summary>99 of 100 took at most this long, in milliseconds.</summary>
    public double P99Ms { get; set; }
}
