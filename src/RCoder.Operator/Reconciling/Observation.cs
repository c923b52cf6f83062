using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes.Resources;
using RCoder.Operator.Catalogue;
using RCoder.Operator.Conformance;
using RCoder.Operator.Pools;

namespace RCoder.Operator.Reconciling;

/// <summary>All that is known of one runtime at one moment: what its conditions are decided by.</summary>
internal sealed record Observation
{
    public required LanguageRuntime Runtime { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>What is wrong with the spec.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Of the pods of the spec; null while it has problems.</summary>
    public string? Hash { get; init; }

    /// <summary>Of what conformance proves; null while the spec has problems.</summary>
    public string? ProofHash { get; init; }

    /// <summary>What the API server said to a pod of <see cref="Hash"/>; null: not asked yet.</summary>
    public Admission? Admission { get; init; }

    /// <summary>Why Jobs of <see cref="Hash"/> get no pods, or can't be made, if so.</summary>
    public Trouble? PoolRefusal { get; init; }

    /// <summary>Null: not looked at yet.</summary>
    public TopicState? Topic { get; init; }

    /// <summary>Every pod of any of the runtime's pools.</summary>
    public required IReadOnlyList<Member> Members { get; init; }

    /// <summary>Pods of <see cref="Hash"/> have come up before.</summary>
    public bool PoolWasReady { get; init; }

    /// <summary>When one of them was last seen to run.</summary>
    public DateTimeOffset RanAt { get; init; }

    public Proof? Proof { get; init; }

    /// <summary>What the catalogue holds of it.</summary>
    public Runtime? Published { get; init; }
}
