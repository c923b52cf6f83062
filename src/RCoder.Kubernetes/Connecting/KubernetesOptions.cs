namespace RCoder.Kubernetes.Connecting;

/// <summary>Section <c>Kubernetes</c> of the configuration.</summary>
public sealed class KubernetesOptions
{
    public const string Section = "Kubernetes";

    /// <summary>
    /// A context of the kubeconfig (<c>KUBECONFIG</c>, one file, else <c>~/.kube/config</c>). Empty: its current one; without
    /// a kubeconfig, the pod's own ServiceAccount.
    /// </summary>
    public string? Context { get; set; }
}
