using System.Collections.Concurrent;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Runtimes;
using RCoder.Contracts.Topics;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Resources;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;
using RCoder.Operator.Cluster;
using RCoder.Operator.Reconciling;

namespace RCoder.Operator.Draining;

/// <summary>
/// Takes a deleted runtime apart, in an order in which nothing is lost: announce, wait, pods, record and topic, finalizer.
/// Every step may be taken again, so an operator that dies in the middle leaves the rest to the next; and one whose
/// finalizer went without us (by hand, or with RCoder) is taken apart by what is left of it.
/// </summary>
internal sealed partial class Drain(
    ClusterState cluster, RuntimeLog catalogue, TopicAdmin topics, ResourceWriter writer, IKubernetes client,
    IOptions<OperatorOptions> options, IOptions<ExecutionsOptions> executions, TimeProvider time, ILogger<Drain> log)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>How often it is seen whether what was left in a topic has ended.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> announced = new();

    /// <summary>The runtime, if it is being deleted and we hold it.</summary>
    public LanguageRuntime? Find(string runtime) =>
        cluster.Runtimes.Find(runtime) is { Metadata: { DeletionTimestamp: not null } metadata } found && metadata.Finalizers?.Contains(Names.Finalizer) == true ? found : null;

    /// <summary>Whether there is anything of it though it is not there itself. The API server is asked: others may have runtimes that we don't see.</summary>
    public async Task<bool> IsOrphanAsync(string runtime, Runtime? published, CancellationToken ct)
    {
        if (cluster.Runtimes.Find(runtime) is not null || (published is null && cluster.JobsOf(runtime).Count == 0))
            return false;
        try
        {
            await client.CustomObjects.GetClusterCustomObjectAsync(Names.Group, Names.Version, LanguageRuntime.Plural, runtime, cancellationToken: ct);
            return false;
        }
        catch (HttpOperationException e) when (ApiFailures.Classify(e).Kind == ApiFailure.NotFound)
        {
            return true;
        }
    }

    /// <param name="name">The runtime's.</param>
    /// <param name="runtime">Null: only traces of it are left.</param>
    /// <param name="published">What the catalogue holds of it.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>When to look again; null: it is gone.</returns>
    /// <exception cref="BrokerUnavailableException">Kafka does not answer: the runtime stays until it does.</exception>
    public async Task<TimeSpan?> StepAsync(string name, LanguageRuntime? runtime, Runtime? published, CancellationToken ct)
    {
        try
        {
            var input = await LookAsync(name, runtime, published, ct);
            var stage = DrainPlan.Next(input, TimeSpan.FromSeconds(options.Value.DrainSeconds));
            // The watch may be cut, and what it has shown old: the end is decided by what the API server says itself.
            if (stage is DrainStage.LetGo or DrainStage.Finish && await RemoveJobsAsync(name, ct) > 0)
                return Poll;
            if (runtime is not null)
                await writer.ReportAsync(runtime, stage == DrainStage.LetGo ? "JobsLeft" : "Draining", DrainPlan.Words(stage, input), ct);
            switch (stage)
            {
                case DrainStage.Announce:
                    var record = published ?? new Runtime { Name = name, Spec = runtime!.Spec, Ready = false };
                    await catalogue.PublishAsync(record with { Ready = false, Draining = true, Message = $"{name} is being deleted" }, ct);
                    Begins(name);
                    return Poll;
                case DrainStage.Wait:
                    return Poll;
                case DrainStage.RemovePods:
                    await RemoveJobsAsync(name, ct);
                    return Poll;
                case DrainStage.LetGo:
                    if (runtime is null)
                        return LookAgain;
                    await writer.ReleaseAsync(runtime, ct);
                    LetsGo(name, input.Lag);
                    return LookAgain;
                default:
                    await FinishAsync(name, runtime, published, ct);
                    return null;
            }
        }
        catch (HttpOperationException e) when (ApiFailures.Classify(e).Kind is ApiFailure.NotFound or ApiFailure.Conflict)
        {
            // It has gone, and the watch is about to say so.
            return null;
        }
        catch (BrokerUnavailableException e) when (runtime is not null)
        {
            await BlockedAsync(runtime, e.Message, ct);
            throw;
        }
    }

    /// <summary>Nothing can be done now, and why.</summary>
    public Task BlockedAsync(LanguageRuntime runtime, string problem, CancellationToken ct) =>
        writer.ReportAsync(runtime, "KafkaUnavailable", $"it is being deleted, and stays until Kafka answers: {problem}", ct);

    private async Task<DrainInput> LookAsync(string name, LanguageRuntime? runtime, Runtime? published, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var draining = published is { Draining: true };
        if (!draining)
            announced.TryRemove(name, out _);
        var announcedFor = draining ? now - announced.GetOrAdd(name, now) : TimeSpan.MaxValue;
        // Until all have heard, it makes no difference.
        var lag = announcedFor < DrainPlan.Settle ? 0 : await topics.LagAsync(JobQueue.Group, TopicNames.Jobs(name), ct);
        var jobs = cluster.JobsOf(name);
        return new DrainInput(
            // One that was never offered has nothing to announce, nor has one whose record is gone already; unless a job is there all the same.
            draining || (published is null && (lag == 0 || runtime is null)),
            announcedFor,
            lag,
            jobs.Count(job => job.Label(Names.ExecutionLabel) is not null && !ClusterState.Ended(job)),
            jobs.Count);
    }

    /// <returns>How many the API server says that there are.</returns>
    private async Task<int> RemoveJobsAsync(string name, CancellationToken ct)
    {
        var jobs = await client.BatchV1.ListNamespacedJobAsync(
            executions.Value.Namespace, labelSelector: $"{Names.ComponentLabel}={Names.ExecutionComponent},{Names.RuntimeLabel}={name}", cancellationToken: ct);
        foreach (var job in jobs.Items.Where(job => job.Metadata.DeletionTimestamp is null))
        {
            try
            {
                await client.BatchV1.DeleteNamespacedJobAsync(job.Metadata.Name, executions.Value.Namespace, new V1DeleteOptions { PropagationPolicy = "Foreground" }, cancellationToken: ct);
            }
            catch (HttpOperationException e) when (ApiFailures.Classify(e).Kind == ApiFailure.NotFound)
            {
            }
        }
        return jobs.Items.Count;
    }

    private async Task FinishAsync(string name, LanguageRuntime? runtime, Runtime? published, CancellationToken ct)
    {
        if (published is not null)
            await catalogue.RemoveAsync(name, ct);
        if (options.Value.DeleteTopics)
            await topics.DeleteAsync(TopicNames.Jobs(name), ct);
        announced.TryRemove(name, out _);
        if (runtime is not null)
            await writer.ReleaseAsync(runtime, ct);
        Ends(name, options.Value.DeleteTopics ? "with its topic" : "its topic stays");
    }

    [LoggerMessage(LogLevel.Information, "{Runtime} is being deleted: it drains")]
    private partial void Begins(string runtime);

    [LoggerMessage(LogLevel.Warning, "{Runtime} is let go; its topic and record stay until a dispatcher has ended the {Jobs} jobs that are queued")]
    private partial void LetsGo(string runtime, long jobs);

    [LoggerMessage(LogLevel.Information, "{Runtime} is gone, {Topic}")]
    private partial void Ends(string runtime, string topic);
}
