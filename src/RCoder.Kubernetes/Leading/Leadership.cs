using k8s;
using Microsoft.Extensions.Logging;
using RCoder.Kubernetes.Connecting;

namespace RCoder.Kubernetes.Leading;

/// <summary>
/// At most one of several processes does the work, by a <c>coordination.k8s.io/v1</c> Lease. The client's own
/// LeaderElector compares wall clocks, and goes on to say that it leads after a fault.
/// </summary>
public sealed partial class Leadership(IKubernetes client, LeadershipOptions options, TimeProvider time, ILogger log)
{
    /// <summary>
    /// Runs <paramref name="whileLeading"/> whenever this process leads, until cancelled (then it ends without an
    /// exception) or until the work itself ends or throws. The work's token is cancelled before another can lead, and the
    /// work must have ended within <c>Duration − StopAfter</c> of that.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> whileLeading, CancellationToken ct)
    {
        var hold = new LeaseHold(client, options, time);
        while (await TakeAsync(hold, ct) is { } taken)
        {
            if (await LeadAsync(hold, taken, whileLeading, ct))
                return;
        }
    }

    /// <summary>When the lease became ours; null when cancelled.</summary>
    private async Task<long?> TakeAsync(LeaseHold hold, CancellationToken ct)
    {
        string? leader = null;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await WithinAsync(hold.TryTakeAsync, ct) is { } sent)
                    return sent;
                if (leader != hold.Holder)
                    OtherLeads(leader = hold.Holder);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Fault(e);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            await PauseAsync(ct);
        }
        return null;
    }

    /// <summary>Whether that was all: cancelled, or the work ended by itself.</summary>
    private async Task<bool> LeadAsync(LeaseHold hold, long taken, Func<CancellationToken, Task> whileLeading, CancellationToken ct)
    {
        using var fence = new LeaseFence(options.StopAfter, time);
        fence.Renewed(taken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(fence.Down, ct);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(fence.Down);
        Leads(options.Identity);
        // Renewed until the work has ended, not only until it is told to.
        var renewal = RenewAsync(hold, fence, ended.Token);
        try
        {
            await Task.Run(() => whileLeading(stop.Token), CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            await ended.CancelAsync();
            await renewal;
            if (!fence.Down.IsCancellationRequested)
                await ReleaseAsync(hold);
        }
        if (!fence.Down.IsCancellationRequested)
            return true;
        LeadsNoMore(options.Identity);
        return ct.IsCancellationRequested;
    }

    private async Task RenewAsync(LeaseHold hold, LeaseFence fence, CancellationToken ct)
    {
        while (true)
        {
            await PauseAsync(ct);
            if (ct.IsCancellationRequested)
                return;
            try
            {
                if (await WithinAsync(hold.RenewAsync, ct) is { } sent)
                    fence.Renewed(sent);
                else
                    fence.Lower();
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Fault(e);
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    private async Task ReleaseAsync(LeaseHold hold)
    {
        try
        {
            await WithinAsync(hold.ReleaseAsync, CancellationToken.None);
        }
        catch (Exception e)
        {
            Fault(e);
        }
    }

    // An answer that does not come must leave time for another try.
    private async Task<long?> WithinAsync(Func<CancellationToken, Task<long?>> call, CancellationToken ct)
    {
        using var within = new CancellationTokenSource(options.StopAfter / 2, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, ct);
        return await call(either.Token);
    }

    private async Task PauseAsync(CancellationToken ct) =>
        await Task.Delay(options.Interval * (0.8 + Random.Shared.NextDouble() / 5), time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Fault(Exception e)
    {
        var (kind, message) = ApiFailures.Classify(e);
        LeaseFailed(options.Lease, kind, message);
    }

    [LoggerMessage(LogLevel.Information, "{Identity} leads")]
    private partial void Leads(string identity);

    [LoggerMessage(LogLevel.Warning, "{Identity} leads no more: the lease was not renewed in time, or is another's")]
    private partial void LeadsNoMore(string identity);

    [LoggerMessage(LogLevel.Information, "{Leader} leads; we wait")]
    private partial void OtherLeads(string? leader);

    [LoggerMessage(LogLevel.Warning, "Lease {Lease} ({Kind}): {Reason}")]
    private partial void LeaseFailed(string lease, ApiFailure kind, string reason);
}
