using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Executions;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Executions;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>What is asked of the API server: Jobs, and why one has no pod. Nothing else is.</summary>
internal sealed class ExecutionJobs(IKubernetes client, IOptions<ExecutionsOptions> options)
{
    private readonly string @namespace = options.Value.Namespace;
    private readonly ExecutionJob shape = new(options.Value);

    /// <summary>Makes the Job of one attempt; that it is there already is as good: it is named after the attempt.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> CreateAsync(RunnerRequest request, CancellationToken ct)
    {
        var job = shape.Cold(request.Id, request.Attempt, request.Runtime.Name, request.Runtime.Spec, request.Limits);
        try
        {
            await client.BatchV1.CreateNamespacedJobAsync(job, @namespace, cancellationToken: ct);
        }
        catch (Exception e) when (ApiFailures.Classify(e).Kind == ApiFailure.AlreadyExists)
        {
            // Ours, from before: an answer that was lost, or a dispatcher that was.
        }
        return job.Metadata.Name;
    }

    /// <summary>Null: the Job is not there.</summary>
    public async Task<V1Job?> FindAsync(string name, CancellationToken ct)
    {
        try
        {
            return await client.BatchV1.ReadNamespacedJobAsync(name, @namespace, cancellationToken: ct);
        }
        catch (Exception e) when (ApiFailures.Classify(e).Kind == ApiFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>Whether the Job was ended because its time was over: its pod is then deleted, and does not say so itself.</summary>
    public async Task<bool> IsOverdueAsync(string name, CancellationToken ct) =>
        (await FindAsync(name, ct))?.Status?.Conditions?.Any(condition => condition is { Type: "FailureTarget" or "Failed", Reason: "DeadlineExceeded" }) == true;

    /// <summary>What the Job controller said when it could make no pod for the Job; null: nothing.</summary>
    public async Task<string?> WhyNoPodAsync(string name, CancellationToken ct)
    {
        var events = await client.CoreV1.ListNamespacedEventAsync(
            @namespace, fieldSelector: $"involvedObject.kind=Job,involvedObject.name={name},reason=FailedCreate", cancellationToken: ct);
        return events.Items.MaxBy(e => e.LastTimestamp ?? e.EventTime)?.Message;
    }

    /// <summary>With its pod. That it is gone already is as good.</summary>
    public async Task DeleteAsync(string name, CancellationToken ct)
    {
        try
        {
            await client.BatchV1.DeleteNamespacedJobAsync(name, @namespace, propagationPolicy: "Background", cancellationToken: ct);
        }
        catch (Exception e) when (ApiFailures.Classify(e).Kind == ApiFailure.NotFound)
        {
            // Its time to live was over.
        }
    }

    /// <summary>Says on a warm Job what it served, for people.</summary>
    public async Task LabelAsync(string name, ExecutionId id, CancellationToken ct)
    {
        var label = new V1Patch($$"""{"metadata": {"labels": {"{{Names.ExecutionLabel}}": "{{id}}"} } }""", V1Patch.PatchType.MergePatch);
        try
        {
            await client.BatchV1.PatchNamespacedJobAsync(label, name, @namespace, cancellationToken: ct);
        }
        catch (Exception e) when (ApiFailures.Classify(e).Kind == ApiFailure.NotFound)
        {
            // Its time to live was over.
        }
    }
}
