using k8s;
using k8s.Models;
using RCoder.Cluster.Dispatch;
using RCoder.Kubernetes.Executions;

namespace RCoder.Benchmarks;

/// <summary>
/// A language's image as it lies on the node, seen through a pod that sleeps in it: programs of the image are started
/// from there with chroot(8), in no container. Needs root on the node.
/// </summary>
internal sealed class ImageOnNode : IAsyncDisposable
{
    private readonly DispatchCluster cluster;
    private readonly string pod;
    private readonly string root;

    private ImageOnNode(DispatchCluster cluster, string pod, string root) => (this.cluster, this.pod, this.root) = (cluster, pod, root);

    /// <summary>Null: the pod's process is not to be seen from here.</summary>
    public static async Task<ImageOnNode?> StartAsync(DispatchCluster cluster)
    {
        // A number of seconds that no other process sleeps.
        var seconds = $"{86_400 + Random.Shared.NextDouble():F9}";
        var shape = cluster.Jobs.Warm("floor", DispatchCluster.Python, "floor").Spec.Template;
        var pod = new V1Pod { Metadata = new() { Name = "floor" }, Spec = shape.Spec };
        pod.Spec.Containers[0].Command = ["sleep", seconds];
        await cluster.Client.CoreV1.CreateNamespacedPodAsync(pod, cluster.Namespace);
        await cluster.PodsAsync(pods => pods.Any(p => p.Metadata.Name == "floor" && p.Status.Phase == "Running"));
        return Directory.EnumerateDirectories("/proc").FirstOrDefault(folder => Sleeps(folder, seconds)) is { } process && Environment.UserName == "root"
            ? new ImageOnNode(cluster, "floor", Path.Combine(process, "root"))
            : null;
    }

    public TimeSpan Run(params string[] argv) => BareProcess.Run(["/usr/sbin/chroot", root, .. argv]);

    public async ValueTask DisposeAsync() => await cluster.Client.CoreV1.DeleteNamespacedPodAsync(pod, cluster.Namespace);

    private static bool Sleeps(string folder, string seconds)
    {
        try
        {
            return int.TryParse(Path.GetFileName(folder), out _) && File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(seconds, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
