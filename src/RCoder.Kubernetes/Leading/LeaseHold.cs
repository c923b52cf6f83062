using k8s;
using k8s.Autorest;
using k8s.Models;
using RCoder.Kubernetes.Connecting;

namespace RCoder.Kubernetes.Leading;

/// <summary>One candidate's view of the Lease, and its writes. Every write carries the version that was read, so of two only one succeeds.</summary>
internal sealed class LeaseHold(IKubernetes client, LeadershipOptions options, TimeProvider time)
{
    private V1Lease? lease;
    private long seenSince;

    public string? Holder => lease?.Spec?.HolderIdentity;

    /// <summary>Reads the lease, and takes it if it is nobody's. When the write was sent, if the lease is ours now; else null.</summary>
    public async Task<long?> TryTakeAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        if (Holder is { Length: > 0 } && Holder != options.Identity && time.GetElapsedTime(seenSince) < LeftAloneFor(lease!))
            return null;
        return await TryWriteAsync(options.Identity, ct);
    }

    /// <summary>When the renewal was sent; null when the lease is another's.</summary>
    public Task<long?> RenewAsync(CancellationToken ct) => WriteOursAsync(options.Identity, ct);

    /// <summary>So that the next one need not wait.</summary>
    public Task<long?> ReleaseAsync(CancellationToken ct) => WriteOursAsync("", ct);

    private async Task<long?> WriteOursAsync(string holder, CancellationToken ct)
    {
        if (await TryWriteAsync(holder, ct) is { } sent)
            return sent;
        // It is another's; or our own last write was done and its answer lost.
        await ReadAsync(ct);
        // One that is gone need not be let go.
        if (lease is null && holder.Length == 0)
            return null;
        return lease is null || Holder == options.Identity ? await TryWriteAsync(holder, ct) : null;
    }

    /// <summary>Null when the lease is not as it was read.</summary>
    private async Task<long?> TryWriteAsync(string holder, CancellationToken ct)
    {
        try
        {
            return await WriteAsync(holder, ct);
        }
        catch (HttpOperationException e) when (ApiFailures.Classify(e).Kind is ApiFailure.Conflict or ApiFailure.NotFound or ApiFailure.AlreadyExists)
        {
            return null;
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        V1Lease? read;
        try
        {
            read = await client.CoordinationV1.ReadNamespacedLeaseAsync(options.Lease, options.Namespace, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (ApiFailures.Classify(e).Kind == ApiFailure.NotFound)
        {
            read = null;
        }
        if (read?.Metadata.ResourceVersion != lease?.Metadata.ResourceVersion)
            seenSince = time.GetTimestamp();
        lease = read;
    }

    private async Task<long> WriteAsync(string holder, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var goesOn = Holder == options.Identity;
        var next = new V1Lease
        {
            ApiVersion = "coordination.k8s.io/v1",
            Kind = "Lease",
            Metadata = lease?.Metadata ?? new() { Name = options.Lease, NamespaceProperty = options.Namespace },
            Spec = new()
            {
                HolderIdentity = holder,
                LeaseDurationSeconds = (int)options.Duration.TotalSeconds,
                AcquireTime = goesOn ? lease!.Spec.AcquireTime : now,
                RenewTime = now,
                LeaseTransitions = (lease?.Spec?.LeaseTransitions ?? 0) + (goesOn ? 0 : 1),
            },
        };
        var sent = time.GetTimestamp();
        lease = lease is null
            ? await client.CoordinationV1.CreateNamespacedLeaseAsync(next, options.Namespace, cancellationToken: ct)
            : await client.CoordinationV1.ReplaceNamespacedLeaseAsync(next, options.Lease, options.Namespace, cancellationToken: ct);
        seenSince = time.GetTimestamp();
        return sent;
    }

    private TimeSpan LeftAloneFor(V1Lease other)
    {
        var theirs = TimeSpan.FromSeconds(other.Spec.LeaseDurationSeconds ?? 0);
        return theirs > options.Duration ? theirs : options.Duration;
    }
}
