namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>A ResourceQuota has no room for one more: it works when something else has ended.</summary>
internal sealed class QuotaException(string message) : Exception(message);
