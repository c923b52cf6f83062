using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Watching;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// All execution pods there are, by watch. One that waits in a pool is connected to as soon as it runs, so that its claim
/// is one round trip.
/// </summary>
internal sealed class ExecutionPods : BackgroundService
{
    private readonly Informer<V1Pod> informer;
    private readonly FreePods free;
    private readonly PodOffers offers;
    private readonly RunnerConnections connections;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, ExecutionPod> pods = new();
    private readonly ConcurrentDictionary<string, ExecutionPod> byJob = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> changes = new();
    private CancellationToken stopping;

    public ExecutionPods(
        IKubernetes client, IOptions<ExecutionsOptions> options, FreePods free, PodOffers offers, RunnerConnections connections, TimeProvider time, ILogger<ExecutionPods> log)
    {
        (this.free, this.offers, this.connections, this.time) = (free, offers, connections, time);
        offers.Offered += () => Room?.Invoke();
        // What proves a runtime is the operator's alone.
        var labels = $"{Names.PartOfLabel}={Names.PartOf},{Names.ComponentLabel}={Names.ExecutionComponent},!{Names.ConformanceLabel}";
        informer = new Informer<V1Pod>(client, new ResourceQuery("", "v1", "pods", options.Value.Namespace, labels), time, log);
        informer.Changed += Handle;
    }

    /// <summary>Ends when all pods that there are at the start are known.</summary>
    public Task Synced => informer.Synced;

    public IEnumerable<ExecutionPod> All => pods.Values;

    /// <summary>A pod has ended, or is offered: who waits for room may try again.</summary>
    public event Action? Room;

    public ExecutionPod? OfJob(string job) => byJob.GetValueOrDefault(job);

    /// <summary>Ends when the pod of a Job changes. Take it before you look.</summary>
    public Task NextChange(string job) => changes.GetOrAdd(job, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nobody waits for it any more.</summary>
    public void Forget(string job) => changes.TryRemove(job, out _);

    /// <summary>Puts it where the next claim finds it, if it is still free.</summary>
    public Task OfferAsync(ExecutionPod pod) => offers.OfferAsync(pod, stopping);

    /// <summary>
    /// This one did not answer, and nobody says that it has ended: perhaps its node has. Those that wait on the same node
    /// are asked before a run is given to one of them, or each would cost that run as long as this one did.
    /// </summary>
    public void Doubt(ExecutionPod silent)
    {
        if (silent.HasEnded)
            return;
        foreach (var pod in pods.Values)
        {
            if (pod.Node is not null && pod.Node == silent.Node && free.Remove(pod))
                _ = OfferAsync(pod);
        }
    }

    public override void Dispose()
    {
        foreach (var pod in pods.Values)
            pod.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        stopping = stoppingToken;
        return informer.RunAsync(stoppingToken);
    }

    private void Handle(Change<V1Pod> change)
    {
        var seen = (change.Now ?? change.Before)!;
        var pod = pods.GetOrAdd(seen.Metadata.Name, _ => new ExecutionPod(seen, connections, time));
        var (before, waited) = (pod.Reading, pod.MayWait);
        pod.See(seen, deleted: change.Now is null);
        byJob[pod.Job] = pod;
        if (change.Now is null)
        {
            pods.TryRemove(pod.Name, out _);
            byJob.TryRemove(KeyValuePair.Create(pod.Job, pod));
        }
        if (!pod.MayWait)
            free.Remove(pod);
        else if (!waited)
            _ = OfferAsync(pod);
        if (pod.HasEnded)
            pod.DisposeIfOver();
        if (changes.TryRemove(pod.Job, out var waiting))
            waiting.SetResult();
        if (pod.HasEnded && before is not PodReading.Ended)
            Room?.Invoke();
    }
}
