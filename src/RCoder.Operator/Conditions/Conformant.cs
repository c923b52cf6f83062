using RCoder.Operator.Conformance;
using RCoder.Operator.Reconciling;

namespace RCoder.Operator.Conditions;

/// <summary>On this cluster, with this image, the runner itself has shown that it does what RCoder promises.</summary>
internal static class Conformant
{
    public const string Type = "Conformant";

    public static Verdict Of(Observation seen)
    {
        if (seen.ProofHash is not { } hash)
            return new(Type, null, "NotValid", "it is proved once the runtime is valid");
        if (seen.Runtime.Status?.ConformanceHash == hash)
            return Passed;
        return seen.Proof is { } proof && proof.Hash == hash
            ? proof switch
            {
                { Passed: true } => Passed,
                { Problem: { } problem } => new(Type, problem.Definite ? false : null, problem.Reason, problem.Message),
                _ => new(Type, null, "Proving", "its conformance cases run"),
            }
            : new(Type, null, "Waiting", "its conformance cases run once its pool is there");
    }

    private static Verdict Passed { get; } = new(Type, true, "Passed", "every conformance case holds on this cluster");
}
