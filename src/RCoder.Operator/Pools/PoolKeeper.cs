using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Queues;
using RCoder.Runtimes.Runners;

namespace RCoder.Operator.Pools;

/// <summary>Does what <see cref="PoolPlan"/> decides.</summary>
internal sealed partial class PoolKeeper(
    IKubernetes client, IOptions<ExecutionsOptions> executions, IOptions<OperatorOptions> options, RunnerConnections runners,
    OperatorMetrics metrics, TimeProvider time, ILogger<PoolKeeper> log)
{
    private static readonly Backoff Silence = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(64));

    private readonly ExecutionJob template = new(executions.Value);
    private readonly ConcurrentDictionary<string, RuntimePool> pools = new();

    // Asked for with every change of a pod.
    private readonly ConditionalWeakTable<RuntimeSpec, string> hashes = [];

    public RuntimePool Of(string runtime) => pools.GetOrAdd(runtime, _ => new(time, TimeSpan.FromSeconds(options.Value.ShrinkAfterSeconds)));

    public void Forget(string runtime) => pools.TryRemove(runtime, out _);

    public string HashOf(RuntimeSpec spec) => hashes.GetValue(spec, template.PoolHash);

    /// <summary>Asks the API server, without making anything, what it would say to a pod of this spec.</summary>
    public async Task<Admission> AskAsync(string runtime, RuntimeSpec spec, CancellationToken ct)
    {
        var job = template.Warm(runtime, spec, "admitted");
        var pod = new V1Pod { ApiVersion = "v1", Kind = "Pod", Metadata = new() { GenerateName = job.Metadata.Name + "-", Labels = job.Metadata.Labels }, Spec = job.Spec.Template.Spec };
        try
        {
            await client.CoreV1.CreateNamespacedPodAsync(pod, executions.Value.Namespace, dryRun: "All", cancellationToken: ct);
            return new Admission(true);
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
        {
            var (failure, words) = ApiFailures.Classify(e);
            return Admission.Of(failure, words);
        }
    }

    /// <param name="runtime">Its name.</param>
    /// <param name="spec">Of the pods of each hash that may be made.</param>
    /// <param name="actions">What to do.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>When to come again, where a pod did not answer.</returns>
    public async Task<TimeSpan?> DoAsync(string runtime, Func<string, RuntimeSpec> spec, PoolActions actions, CancellationToken ct)
    {
        var pool = Of(runtime);
        foreach (var (hash, count) in actions.Create)
            await CreateAsync(pool, runtime, spec(hash), hash, count, ct);
        await Task.WhenAll(actions.Retire.Where(member => !(pool.Silent.GetValueOrDefault(member.Job).Again > time.GetUtcNow())).Select(member => RetireAsync(pool, runtime, member, ct)));
        foreach (var member in actions.Discard)
            await DiscardAsync(runtime, member, ct);
        return actions.Retire.Select(member => pool.Silent.GetValueOrDefault(member.Job).Again - time.GetUtcNow()).Where(wait => wait > TimeSpan.Zero).Select(wait => (TimeSpan?)wait).Min();
    }

    private async Task CreateAsync(RuntimePool pool, string runtime, RuntimeSpec spec, string hash, int count, CancellationToken ct)
    {
        for (var i = 0; i < count; i++)
        {
            var job = template.Warm(runtime, spec, $"{Random.Shared.NextInt64(1L << 32):x8}");
            try
            {
                await client.BatchV1.CreateNamespacedJobAsync(job, executions.Value.Namespace, cancellationToken: ct);
                pool.Made(job.Metadata.Name, hash);
            }
            catch (HttpOperationException e)
            {
                var (failure, words) = ApiFailures.Classify(e);
                if (Admission.Of(failure, words).Refusal is not { } refusal)
                    throw;
                pool.Refusal = (hash, refusal);
                NotMade(runtime, refusal.Message);
                return;
            }
        }
        metrics.Made(runtime, count);
        Made(runtime, count, hash);
    }

    private async Task RetireAsync(RuntimePool pool, string runtime, Member member, CancellationToken ct)
    {
        try
        {
            using var runner = runners.To(member.Address!);
            if (await runner.RetireAsync(ct))
            {
                pool.Retired[member.Job] = true;
                metrics.Retired(runtime);
                Retired(runtime, member.Pod!);
            }
            else
                pool.Claimed[member.Job] = true;
        }
        catch (RunnerLostException e)
        {
            var before = pool.Silent.GetValueOrDefault(member.Job).Times;
            pool.Silent[member.Job] = (before + 1, time.GetUtcNow() + Silence.Longest(before));
            NotRetired(runtime, member.Pod!, e.Message);
        }
    }

    /// <summary>
    /// Takes back a pod that does not run. Dispatchers know that one runs from its status alone, so one whose status is
    /// still what we saw has been claimed by nobody: the API server is asked to delete that version and no other.
    /// </summary>
    private async Task DiscardAsync(string runtime, Member member, CancellationToken ct)
    {
        try
        {
            if (member.Pod is not null)
                await client.CoreV1.DeleteNamespacedPodAsync(member.Pod, executions.Value.Namespace, new V1DeleteOptions { Preconditions = new() { ResourceVersion = member.PodVersion } }, cancellationToken: ct);
            await client.BatchV1.DeleteNamespacedJobAsync(member.Job, executions.Value.Namespace, new V1DeleteOptions
            {
                PropagationPolicy = "Background",
                Preconditions = member.Pod is null ? new() { ResourceVersion = member.JobVersion } : null,
            }, cancellationToken: ct);
            Discarded(runtime, member.Job);
        }
        catch (HttpOperationException e) when (ApiFailures.Classify(e).Kind is ApiFailure.NotFound or ApiFailure.Conflict)
        {
            // It has changed, or is gone: the next look tells.
        }
    }

    [LoggerMessage(LogLevel.Information, "{Runtime}: {Count} pods made, of {Hash}")]
    private partial void Made(string runtime, int count, string hash);

    [LoggerMessage(LogLevel.Warning, "{Runtime}: no pod can be made: {Reason}")]
    private partial void NotMade(string runtime, string reason);

    [LoggerMessage(LogLevel.Information, "{Runtime}: {Pod} ends, as it is not needed")]
    private partial void Retired(string runtime, string pod);

    [LoggerMessage(LogLevel.Information, "{Runtime}: {Pod} could not be told to end yet: {Reason}")]
    private partial void NotRetired(string runtime, string pod, string reason);

    [LoggerMessage(LogLevel.Information, "{Runtime}: {Job} is taken back before it runs")]
    private partial void Discarded(string runtime, string job);
}
