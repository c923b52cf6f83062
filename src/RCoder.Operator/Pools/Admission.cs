using System.Text.RegularExpressions;
using RCoder.Kubernetes.Connecting;

namespace RCoder.Operator.Pools;

/// <summary>Whether the API server admits a pod.</summary>
internal sealed partial record Admission(bool Admitted, Trouble? Refusal = null, string? Fault = null)
{
    public static Admission Of(ApiFailure failure, string words) => Read(failure, Asked().Replace(words, ""));

    private static Admission Read(ApiFailure failure, string words) => failure switch
    {
        ApiFailure.Quota => new(false, new("QuotaExceeded", $"the namespace's quota is used up: {words}. Raise the ResourceQuota, or lower spec.pool or spec.limits.default", IsFull: true)),
        ApiFailure.Admission when words.Contains("RuntimeClass", StringComparison.Ordinal) =>
            new(false, new("RuntimeClassUnknown", $"{words}. Make that RuntimeClass, or change spec.isolation.runtimeClassName")),
        ApiFailure.Admission => new(false, new("NotAdmitted", $"the cluster does not admit its pods: {words}")),
        ApiFailure.NotFound => new(false, new("NamespaceMissing", $"{words}. Make the namespace of executions")),
        ApiFailure.Forbidden => new(false, new("Forbidden", $"the operator may not: {words}. Its Role is not the one that RCoder comes with")),
        _ => new(false, Fault: words),
    };

    // The name is of what was asked about, and of nothing that there is.
    [GeneratedRegex("^(pods|jobs.batch) \"[^\"]*\" is forbidden: ", RegexOptions.CultureInvariant)]
    private static partial Regex Asked();
}
