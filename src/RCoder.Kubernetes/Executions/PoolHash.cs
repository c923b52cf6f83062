using System.Security.Cryptography;
using System.Text;
using k8s;
using k8s.Models;

namespace RCoder.Kubernetes.Executions;

internal static class PoolHash
{
    /// <summary>8 hex digits of the SHA-256 of what a pod is made of.</summary>
    public static string Of(V1Job template) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KubernetesJson.Serialize(template.Spec))))[..8];
}
