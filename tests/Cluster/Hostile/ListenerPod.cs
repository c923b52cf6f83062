using k8s;
using k8s.Models;
using RCoder.Cluster.Pods;

namespace RCoder.Cluster.Hostile;

/// <summary>A pod of somebody else's, such as a dispatcher, that lets anybody in.</summary>
internal sealed class ListenerPod : IAsyncDisposable
{
    public const int Port = 8081;
    private const string Namespace = "default";
    private readonly IKubernetes client;
    private readonly string name;

    private ListenerPod(IKubernetes client, string name, string address) => (this.client, this.name, Address) = (client, name, address);

    public string Address { get; }

    public static async Task<ListenerPod> StartAsync(ExecutionNamespace place, CancellationToken ct)
    {
        var pod = new V1Pod
        {
            Metadata = new() { GenerateName = "rcoder-test-listener-" },
            Spec = new()
            {
                RestartPolicy = "Never",
                TerminationGracePeriodSeconds = 0,
                Containers = [new() { Name = "listener", Image = "python:3.13-slim", Command = ["python3", "-m", "http.server", $"{Port}"] }],
            },
        };
        var name = (await place.Client.CoreV1.CreateNamespacedPodAsync(pod, Namespace, cancellationToken: ct)).Metadata.Name;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var http = new HttpClient();
        while (true)
        {
            await timer.WaitForNextTickAsync(ct);
            if ((await place.Client.CoreV1.ReadNamespacedPodAsync(name, Namespace, cancellationToken: ct)).Status is not { Phase: "Running", PodIP: { } address })
                continue;
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://{address}:{Port}/"), ct);
                return new(place.Client, name, address);
            }
            catch (HttpRequestException)
            {
                // It runs a moment before it listens.
            }
        }
    }

    public async ValueTask DisposeAsync() => await client.CoreV1.DeleteNamespacedPodAsync(name, Namespace);
}
