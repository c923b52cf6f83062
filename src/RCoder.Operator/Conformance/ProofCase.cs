using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;

namespace RCoder.Operator.Conformance;

/// <summary>One program that shows something about a runtime.</summary>
/// <param name="Name">Of the case; a label's value.</param>
/// <param name="Plan">What the runner is given, by the id and the secret of the run.</param>
/// <param name="Problem">What is wrong with what came; null: it holds.</param>
internal sealed record ProofCase(string Name, Func<ExecutionId, string, Plan> Plan, Func<CaseRun, string?> Problem);
