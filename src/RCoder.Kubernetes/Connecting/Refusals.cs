namespace RCoder.Kubernetes.Connecting;

/// <summary>What the API server means where only its words tell: every admission plugin, the quota and RBAC say 403.</summary>
public static class Refusals
{
    // Said by plugins that have yet to read, or to be told, what they decide by: a moment later they decide.
    private static readonly string[] NotYet =
    [
        // k8s.io/apiserver, admission.Handler.WaitForReady
        "not yet ready to handle request",
        // plugin/resourcequota: the controller has yet to count what a new quota is for
        "status unknown for quota",
        // plugin/serviceaccount: in a new namespace the default one is made within moments
        "error looking up service account",
    ];

    /// <summary>Of an answer 403.</summary>
    public static ApiFailure Forbidden(string message) =>
        Has(message, "exceeded quota") ? ApiFailure.Quota
        : NotYet.Any(words => Has(message, words)) ? ApiFailure.Unavailable
        : Has(message, " cannot ") && Has(message, "User \"") ? ApiFailure.Forbidden
        : ApiFailure.Admission;

    /// <summary>Of an answer that another got, and told in an event: why the Job controller could make no pod.</summary>
    public static ApiFailure InEvent(string message) =>
        Has(message, "is forbidden") ? Forbidden(message)
        // A webhook that can't be reached says "failed calling webhook".
        : Has(message, "denied the request") || Has(message, "is invalid") ? ApiFailure.Admission
        : ApiFailure.Unavailable;

    private static bool Has(string message, string words) => message.Contains(words, StringComparison.Ordinal);
}
