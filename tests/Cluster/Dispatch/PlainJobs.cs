using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using RCoder.Kubernetes.Watching;

namespace RCoder.Cluster.Dispatch;

/// <summary>Jobs as one makes them by hand, with a client that waits: what the cluster itself can do.</summary>
internal sealed class PlainJobs : IAsyncDisposable
{
    private readonly IKubernetes client;
    private readonly string @namespace;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    private PlainJobs(IKubernetes client, string @namespace)
    {
        (this.client, this.@namespace) = (client, @namespace);
        var informer = new Informer<V1Job>(client, new ResourceQuery("batch", "v1", "jobs", @namespace, "plain=true"), TimeProvider.System, NullLogger.Instance);
        informer.Changed += change =>
        {
            if (change.Now is { Status.Succeeded: > 0 } done && waiting.TryRemove(done.Metadata.Name, out var waiter))
                waiter.TrySetResult();
        };
        watching = informer.RunAsync(stop.Token);
        Synced = informer.Synced;
    }

    private Task Synced { get; }

    public static async Task<PlainJobs> StartAsync(IKubernetes client, string @namespace)
    {
        var jobs = new PlainJobs(client, @namespace);
        await jobs.Synced;
        return jobs;
    }

    /// <summary>Makes one, and ends when it is complete.</summary>
    public async Task RunAsync(string image, string program, CancellationToken ct)
    {
        var name = $"plain-{Guid.NewGuid():N}"[..14];
        var done = waiting[name] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var labels = new Dictionary<string, string> { ["plain"] = "true" };
        await client.BatchV1.CreateNamespacedJobAsync(new V1Job
        {
            Metadata = new() { Name = name, Labels = labels },
            Spec = new()
            {
                BackoffLimit = 0,
                Template = new()
                {
                    Spec = new()
                    {
                        RestartPolicy = "Never",
                        TerminationGracePeriodSeconds = 0,
                        AutomountServiceAccountToken = false,
                        SecurityContext = new() { RunAsNonRoot = true, RunAsUser = 65532, SeccompProfile = new() { Type = "RuntimeDefault" } },
                        Containers =
                        [
                            new()
                            {
                                Name = "main",
                                Image = image,
                                Command = ["python3", "-c", program],
                                SecurityContext = new() { AllowPrivilegeEscalation = false, Capabilities = new() { Drop = ["ALL"] } },
                                Resources = new() { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("50m"), ["memory"] = new("96Mi") }, Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1"), ["memory"] = new("96Mi") } },
                            },
                        ],
                    },
                },
            },
        }, @namespace, cancellationToken: ct);
        await done.Task.WaitAsync(TimeSpan.FromMinutes(2), ct);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }
}
