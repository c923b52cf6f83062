using RCoder.Kubernetes.Connecting;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>Why the Job controller could make no pod, by the words of its event: nothing else tells.</summary>
internal static class PodRefusal
{
    public static ApiFailure Kind(string message)
    {
        if (message.Contains("exceeded quota", StringComparison.Ordinal))
            return ApiFailure.Quota;
        // A webhook that can't be reached is also "forbidden" in no version, and says "failed calling webhook".
        return message.Contains("is forbidden", StringComparison.Ordinal)
            || message.Contains("denied the request", StringComparison.Ordinal)
            || message.Contains("is invalid", StringComparison.Ordinal)
            ? ApiFailure.Admission
            : ApiFailure.Unavailable;
    }
}
