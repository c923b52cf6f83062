using System.Diagnostics;
using System.Security.Cryptography;
using k8s;
using k8s.Models;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Requests;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Watching;
using RCoder.Runtimes.Plans;
using RCoder.Runtimes.Runners;
using RCoder.Shared;

namespace RCoder.Cluster.Pods;

/// <summary>One pod that waits, made and claimed as operator and dispatcher do it. It serves one execution and is deleted.</summary>
internal sealed class ExecutionPod : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(5), ListensWithin = TimeSpan.FromSeconds(5);
    private readonly ExecutionNamespace place;
    private readonly RunnerClient runner;
    private readonly string runtime;
    private readonly RuntimeSpec spec;

    private ExecutionPod(ExecutionNamespace place, string job, string address, string runtime, RuntimeSpec spec)
    {
        (this.place, Job, Address, this.runtime, this.spec) = (place, job, address, runtime, spec);
        runner = new(new HttpClient { BaseAddress = new Uri($"http://{address}:{ExecutionJob.RunnerPort}") }, ExecutionNamespace.PoolToken);
    }

    public string Job { get; }
    public string Address { get; }

    public static async Task<ExecutionPod> StartAsync(ExecutionNamespace place, string runtime, RuntimeSpec spec, CancellationToken ct, string? node = null)
    {
        var job = place.Jobs.Warm(runtime, spec, RandomNumberGenerator.GetHexString(8, lowercase: true));
        if (node is not null)
            job.Spec.Template.Spec.NodeSelector = new Dictionary<string, string> { ["kubernetes.io/hostname"] = node };
        await place.Client.BatchV1.CreateNamespacedJobAsync(job, place.Namespace, cancellationToken: ct);
        var pod = await SeenAsync(place, job.Metadata.Name, pod => pod.Status?.ContainerStatuses?.FirstOrDefault()?.State?.Running is not null, ct);
        return new(place, job.Metadata.Name, pod.Status.PodIP, runtime, spec);
    }

    /// <summary>As a request of the API's becomes a plan.</summary>
    public Plan PlanOf(ExecutionRequest request)
    {
        var id = ExecutionId.New(DateTimeOffset.UtcNow);
        var job = JobFactory.Create(id, request, new Runtime { Name = runtime, Spec = spec, Ready = true }, "test", id.Time);
        return PlanFactory.Create(job, spec, attempt: 1, firstSeq: 1, RandomNumberGenerator.GetHexString(32));
    }

    public async Task<RunnerOutput> RunAsync(Plan plan, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        // The runner listens a moment after its container runs.
        while (await runner.ClaimAsync(plan, ct) is var claim and not ClaimResult.Taken)
        {
            Assert.True(claim == ClaimResult.Unreachable && clock.Elapsed < ListensWithin, $"the claim was {claim}");
            await timer.WaitForNextTickAsync(ct);
            clock.Restart();
        }
        var events = new List<ExecutionEvent>();
        await foreach (var e in runner.EventsAsync(plan.FirstSeq, ct))
            events.Add(e);
        var elapsed = clock.Elapsed;
        await runner.DoneAsync(ct);
        return new(events, elapsed);
    }

    /// <summary>How its container ended, once it has.</summary>
    public async Task<V1ContainerStateTerminated> EndAsync(CancellationToken ct) =>
        (await SeenAsync(place, Job, pod => pod.Status?.ContainerStatuses?.FirstOrDefault()?.State?.Terminated is not null, ct)).Status.ContainerStatuses[0].State.Terminated;

    public async ValueTask DisposeAsync()
    {
        runner.Dispose();
        await place.Client.BatchV1.DeleteNamespacedJobAsync(Job, place.Namespace, propagationPolicy: "Background");
    }

    private static async Task<V1Pod> SeenAsync(ExecutionNamespace place, string job, Func<V1Pod, bool> wanted, CancellationToken ct)
    {
        var seen = new TaskCompletionSource<V1Pod>(TaskCreationOptions.RunContinuationsAsynchronously);
        V1Pod? last = null;
        void Look(V1Pod? pod)
        {
            if (pod?.GetLabel("batch.kubernetes.io/job-name") != job)
                return;
            last = pod;
            if (wanted(pod))
                seen.TrySetResult(pod);
        }
        void Changed(Change<V1Pod> change) => Look(change.Now);

        place.Pods.Changed += Changed;
        try
        {
            foreach (var pod in place.Pods.Store.All)
                Look(pod);
            return await seen.Task.WaitAsync(StartsWithin, ct);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"the pod of {job} was not as wanted within {StartsWithin}: {(last is null ? "there is none" : KubernetesJson.Serialize(last.Status))}");
        }
        finally
        {
            place.Pods.Changed -= Changed;
        }
    }
}
