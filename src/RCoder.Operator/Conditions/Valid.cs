using RCoder.Contracts.Requests;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes.Resources;
using RCoder.Operator.Reconciling;
using RCoder.Runtimes;

namespace RCoder.Operator.Conditions;

/// <summary>The spec makes sense, alone and beside the others, and the cluster admits its pods.</summary>
internal static class Valid
{
    public const string Type = "Valid";

    public static Verdict Of(Observation seen) =>
        seen.Problems.Count > 0 ? new(Type, false, "InvalidSpec", string.Join("; ", seen.Problems))
        : seen.Admission switch
        {
            null => new(Type, null, "Asking", "the API server is asked whether it admits a pod of this spec"),
            { Admitted: true } => new(Type, true, "Valid", "the spec is good, and the cluster admits its pods"),
            { Refusal: { } refusal } => new(Type, false, refusal.Reason, refusal.Message),
            { Fault: var fault } => new(Type, null, "ApiServerUnavailable", $"the API server can't be asked whether it admits a pod of this spec: {fault}"),
        };

    /// <summary>All that is wrong with a spec, without asking anybody. The older of two runtimes that want the same name has it.</summary>
    public static IReadOnlyList<string> Problems(LanguageRuntime runtime, IEnumerable<LanguageRuntime> others)
    {
        var problems = RuntimeCheck.Problems(runtime.Metadata.Name, runtime.Spec);
        var own = Record(runtime);
        var conflicts = others.Where(other => Older(other, runtime)).SelectMany(other => RuntimeCheck.Conflicts([Record(other), own]));
        return [.. Lines(problems), .. conflicts.Distinct().Select(conflict => $"spec.aliases: {conflict}")];
    }

    private static bool Older(LanguageRuntime other, LanguageRuntime runtime) =>
        (other.Metadata.CreationTimestamp ?? default, other.Metadata.Name).CompareTo((runtime.Metadata.CreationTimestamp ?? default, runtime.Metadata.Name)) < 0;

    private static Runtime Record(LanguageRuntime runtime) => new() { Name = runtime.Metadata.Name, Spec = runtime.Spec, Ready = true };

    private static IEnumerable<string> Lines(Problems problems) =>
        problems.ToDictionary().SelectMany(field => field.Value.Select(message => $"{field.Key} {message}"));
}
