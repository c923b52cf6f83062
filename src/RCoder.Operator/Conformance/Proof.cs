using RCoder.Kubernetes.Resources;

namespace RCoder.Operator.Conformance;

/// <summary>How far the proof of one runtime is. Neither passed nor with a problem: it goes on.</summary>
internal sealed record Proof(string Hash)
{
    public bool Passed { get; init; }
    public LatencyStatus? Latency { get; init; }
    public ProofProblem? Problem { get; init; }

    /// <summary>How often it has failed.</summary>
    public int Failures { get; init; }

    /// <summary>When it is tried again; null: it is decided, or goes on.</summary>
    public DateTimeOffset? Again { get; init; }
}

/// <param name="Reason">Of the condition.</param>
/// <param name="Message">The case, what was expected, and what came.</param>
/// <param name="Definite">The runtime did wrong; else the platform did not let it show.</param>
internal sealed record ProofProblem(string Reason, string Message, bool Definite);
