using k8s.Models;
using RCoder.Kubernetes;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>Pods of which any serves as well as any other.</summary>
internal readonly record struct PoolKey(string Runtime, string Hash)
{
    /// <summary>Null: it was made for one execution.</summary>
    public static PoolKey? Of(V1Pod pod) =>
        pod.GetLabel(Names.RuntimeLabel) is { } runtime && pod.GetLabel(Names.PoolLabel) is { } hash ? new PoolKey(runtime, hash) : null;
}
