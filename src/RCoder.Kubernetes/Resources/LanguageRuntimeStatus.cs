using k8s.Models;

namespace RCoder.Kubernetes.Resources;

/// <summary><c>status</c> of a LanguageRuntime, written by the operator alone.</summary>
public sealed record LanguageRuntimeStatus
{
    /// <summary>The generation of the spec that this status is about.</summary>
    public long ObservedGeneration { get; set; }

    /// <summary>Ready, and what it is derived from: Valid, TopicReady, PoolReady, Conformant.</summary>
    public IList<V1Condition> Conditions { get; set; } = [];

    public PoolStatus Pool { get; set; } = new();

    /// <summary>Of the runs that proved the runtime on this cluster.</summary>
    public LatencyStatus? Latency { get; set; }

    /// <summary>What was proved, so that the proof is not repeated: the hash of the spec, the runner's image and the cases.</summary>
    public string? ConformanceHash { get; set; }
}

/// <summary>Pods of the pool.</summary>
public sealed record PoolStatus
{
    /// <summary>The value of their label <c>rcoder.dev/pool</c>.</summary>
    public string? Hash { get; set; }

    /// <summary>That wait for a program.</summary>
    public int Ready { get; set; }

    /// <summary>That have one.</summary>
    public int Claimed { get; set; }

    /// <summary>That should wait, by demand.</summary>
    public int Desired { get; set; }
}

/// <summary>From the claim to the program's end of the runtime's own smallest program, in milliseconds.</summary>
public sealed record LatencyStatus
{
    public double P50Ms { get; set; }
    public double P99Ms { get; set; }
}
