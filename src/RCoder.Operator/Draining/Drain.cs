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
/// Every step may be taken again, so an operator that dies in the middle leaves the rest to the next.
/// </summary>
internal sealed partial class Drain(
    ClusterState cluster, RuntimeLog catalogue, TopicAdmin topics, ResourceWriter writer, IKubernetes client,
    IOptions<OperatorOptions> options, IOptions<ExecutionsOptions> executions, TimeProvider time, ILogger<Drain> log)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, DateTimeOffset> announced = new();

    /// <summary>The runtime, if it is being deleted and we hold it.</summary>
    public LanguageRuntime? Find(string runtime) =>
        cluster.Runtimes.Find(runtime) is { Metadata: { DeletionTimestamp: not null } metadata } found && metadata.Finalizers?.Contains(Names.Finalizer) == true ? found : null;

    /// <returns>When to look again; null: it is gone.</returns>
    /// <exception cref="BrokerUnavailableException">Kafka does not answer: the runtime stays until it does.</exception>
    public async Task<TimeSpan?> StepAsync(LanguageRuntime runtime, Runtime? published, CancellationToken ct)
    {
        var name = runtime.Metadata.Name;
        try
        {
            var input = await LookAsync(runtime, published, ct);
            var stage = DrainPlan.Next(input, TimeSpan.FromSeconds(options.Value.DrainSeconds));
            await writer.ReportAsync(runtime, "Draining", DrainPlan.Words(stage, input), ct);
            switch (stage)
            {
                case DrainStage.Announce:
                    await catalogue.PublishAsync(published! with { Ready = false, Draining = true, Message = $"{name} is being deleted" }, ct);
                    Begins(name);
                    return Poll;
                case DrainStage.Wait:
                    return Poll;
                case DrainStage.RemovePods:
                    await RemoveJobsAsync(name, ct);
                    return Poll;
                default:
                    await FinishAsync(runtime, published, ct);
                    return null;
            }
        }
        catch (HttpOperationException e) when (ApiFailures.Classify(e).Kind is ApiFailure.NotFound or ApiFailure.Conflict)
        {
            // It has gone, and the watch is about to say so.
            return null;
        }
        catch (BrokerUnavailableException e)
        {
            await BlockedAsync(runtime, e.Message, ct);
            throw;
        }
    }

    /// <summary>Nothing can be done now, and why.</summary>
    public Task BlockedAsync(LanguageRuntime runtime, string problem, CancellationToken ct) =>
        writer.ReportAsync(runtime, "KafkaUnavailable", $"it is being deleted, and stays until Kafka answers: {problem}", ct);

    private async Task<DrainInput> LookAsync(LanguageRuntime runtime, Runtime? published, CancellationToken ct)
    {
        var (name, now) = (runtime.Metadata.Name, time.GetUtcNow());
        // One that was never offered has nothing to announce, nor has one whose record is gone already.
        var isAnnounced = published is null or { Draining: true };
        var since = isAnnounced ? announced.GetOrAdd(name, now) : now;
        var jobs = cluster.JobsOf(name);
        return new DrainInput(
            isAnnounced,
            published is null ? TimeSpan.MaxValue : now - since,
            isAnnounced ? await topics.LagAsync(JobQueue.Group, TopicNames.Jobs(name), ct) : null,
            jobs.Count(job => job.Label(Names.ExecutionLabel) is not null && !ClusterState.Ended(job)),
            jobs.Count,
            now - (runtime.Metadata.DeletionTimestamp ?? now.UtcDateTime));
    }

    private async Task RemoveJobsAsync(string name, CancellationToken ct)
    {
        foreach (var job in cluster.JobsOf(name).Where(job => job.Metadata.DeletionTimestamp is null))
        {
            try
            {
                await client.BatchV1.DeleteNamespacedJobAsync(job.Name, executions.Value.Namespace, new V1DeleteOptions { PropagationPolicy = "Foreground" }, cancellationToken: ct);
            }
            catch (HttpOperationException e) when (ApiFailures.Classify(e).Kind == ApiFailure.NotFound)
            {
            }
        }
    }

    private async Task FinishAsync(LanguageRuntime runtime, Runtime? published, CancellationToken ct)
    {
        var name = runtime.Metadata.Name;
        if (published is not null)
            await catalogue.RemoveAsync(name, ct);
        if (options.Value.DeleteTopics)
            await topics.DeleteAsync(TopicNames.Jobs(name), ct);
        announced.TryRemove(name, out _);
        await writer.ReleaseAsync(runtime, ct);
        Ends(name, options.Value.DeleteTopics ? "with its topic" : "its topic stays");
    }

    [LoggerMessage(LogLevel.Information, "{Runtime} is being deleted: it drains")]
    private partial void Begins(string runtime);

    [LoggerMessage(LogLevel.Information, "{Runtime} is gone, {Topic}")]
    private partial void Ends(string runtime, string topic);
}
