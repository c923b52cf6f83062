using k8s.Models;

namespace RCoder.Operator.Cluster;

internal static class Slim
{
    /// <summary>Without what nobody here reads.</summary>
    public static V1ObjectMeta Down(V1ObjectMeta metadata)
    {
        metadata.ManagedFields = null;
        metadata.Annotations = null;
        metadata.OwnerReferences = null;
        metadata.Finalizers = null;
        metadata.GenerateName = null;
        return metadata;
    }
}
