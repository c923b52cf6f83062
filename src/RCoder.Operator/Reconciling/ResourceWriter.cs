using System.Collections.Concurrent;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Resources;
using RCoder.Operator.Conditions;

namespace RCoder.Operator.Reconciling;

/// <summary>Writes to LanguageRuntimes, by server-side apply; and only what has changed.</summary>
internal sealed partial class ResourceWriter(IKubernetes client, EventRecorder events, OperatorMetrics metrics, TimeProvider time, ILogger<ResourceWriter> log)
{
    /// <summary>How long numbers alone may be out of date.</summary>
    public static readonly TimeSpan NumbersEvery = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, (string? Uid, LanguageRuntimeStatus Status, DateTimeOffset At)> written = new();

    /// <summary>What the status is: ours is newer than what the watch has brought.</summary>
    public LanguageRuntimeStatus StatusOf(LanguageRuntime runtime) =>
        written.TryGetValue(runtime.Metadata.Name, out var last) && last.Uid == runtime.Metadata.Uid ? last.Status : runtime.Status ?? new();

    /// <returns>When to come again, where numbers changed too soon after others.</returns>
    public async Task<TimeSpan?> WriteAsync(LanguageRuntime runtime, LanguageRuntimeStatus status, CancellationToken ct)
    {
        var (name, before) = (runtime.Metadata.Name, StatusOf(runtime));
        if (Text(before) == Text(status))
            return null;
        if (Text(before with { Pool = new() }) == Text(status with { Pool = new() })
            && written.TryGetValue(name, out var last) && time.GetUtcNow() - last.At is var age && age < NumbersEvery)
            return NumbersEvery - age;
        await ApplyStatusAsync(runtime, status, ct);
        foreach (var condition in status.Conditions)
        {
            if (before.Conditions.FirstOrDefault(old => old.Type == condition.Type) is not { } old || old.Status != condition.Status || old.Reason != condition.Reason)
                await events.RecordAsync(runtime, condition, ct);
        }
        return null;
    }

    /// <summary>Ready is false, for this reason; the other conditions stay.</summary>
    public async Task ReportAsync(LanguageRuntime runtime, string reason, string message, CancellationToken ct)
    {
        var before = StatusOf(runtime);
        var ready = ConditionList.Of([new Verdict(Ready.Type, false, reason, message)], before.Conditions, runtime.Metadata.Generation ?? 0, time.GetUtcNow());
        await WriteAsync(runtime, before with { Conditions = [.. before.Conditions.Where(condition => condition.Type != Ready.Type), .. ready] }, ct);
    }

    /// <summary>From now on the runtime is not deleted without us.</summary>
    public Task HoldAsync(LanguageRuntime runtime, CancellationToken ct) => ApplyFinalizersAsync(runtime, [Names.Finalizer], ct);

    /// <summary>We are done with it.</summary>
    public async Task ReleaseAsync(LanguageRuntime runtime, CancellationToken ct)
    {
        try
        {
            await ApplyFinalizersAsync(runtime, [], ct);
        }
        catch (HttpOperationException e) when (ApiFailures.Classify(e).Kind is ApiFailure.NotFound or ApiFailure.Conflict or ApiFailure.AlreadyExists)
        {
            // It is gone; or another of that name is there already, which has a uid of its own.
        }
        written.TryRemove(runtime.Metadata.Name, out _);
    }

    public void Forget(string runtime) => written.TryRemove(runtime, out _);

    private async Task ApplyStatusAsync(LanguageRuntime runtime, LanguageRuntimeStatus status, CancellationToken ct)
    {
        var name = runtime.Metadata.Name;
        await client.CustomObjects.PatchClusterCustomObjectStatusAsync(
            Apply(new { apiVersion = runtime.ApiVersion, kind = runtime.Kind, metadata = new { name, uid = runtime.Metadata.Uid }, status }),
            Names.Group, Names.Version, LanguageRuntime.Plural, name, fieldManager: Names.FieldManager, force: true, cancellationToken: ct);
        written[name] = (runtime.Metadata.Uid, status, time.GetUtcNow());
        metrics.Written(name);
        Wrote(name);
    }

    private async Task ApplyFinalizersAsync(LanguageRuntime runtime, string[] finalizers, CancellationToken ct)
    {
        var name = runtime.Metadata.Name;
        await client.CustomObjects.PatchClusterCustomObjectAsync(
            Apply(new { apiVersion = runtime.ApiVersion, kind = runtime.Kind, metadata = new { name, uid = runtime.Metadata.Uid, finalizers } }),
            Names.Group, Names.Version, LanguageRuntime.Plural, name, fieldManager: Names.FieldManager, force: true, cancellationToken: ct);
    }

    private static V1Patch Apply(object body) => new(KubernetesJson.Serialize(body), V1Patch.PatchType.ApplyPatch);

    private static string Text(LanguageRuntimeStatus status) => KubernetesJson.Serialize(status);

    [LoggerMessage(LogLevel.Debug, "Status of {Runtime} written")]
    private partial void Wrote(string runtime);
}
