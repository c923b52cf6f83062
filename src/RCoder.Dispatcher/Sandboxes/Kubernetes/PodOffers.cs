using Microsoft.Extensions.Logging;
using RCoder.Contracts.Runners;
using RCoder.Kubernetes.Queues;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// Connects to pods that wait and puts those whose runner is free where the next claim finds them. One that does not
/// answer is asked again for as long as it seems to run, and never keeps another from its turn for long.
/// </summary>
internal sealed partial class PodOffers(FreePods free, TimeProvider time, ILogger<PodOffers> log) : IDisposable
{
    /// <summary>A runner answers within milliseconds of its start, or once its network is closed (ADR 11).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Backoff Again = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));

    private readonly SemaphoreSlim first = new(32), again = new(16);

    /// <summary>A pod is free that was not.</summary>
    public event Action? Offered;

    /// <summary>Ends when the pod is offered, has a program, or may not wait any more.</summary>
    public async Task OfferAsync(ExecutionPod pod, CancellationToken ct)
    {
        try
        {
            for (var failures = 0; pod.MayWait; failures++)
            {
                if (failures > 0)
                    await Task.Delay(Again.After(failures - 1), time, ct);
                if (await AskAsync(pod, failures == 0 ? first : again, ct) is not { } state)
                    continue;
                if (state.State == RunnerPhase.Free && free.Put(pod))
                    Offered?.Invoke();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
        catch (Exception e)
        {
            NotOffered(e, pod.Name);
        }
    }

    public void Dispose()
    {
        first.Dispose();
        again.Dispose();
    }

    /// <summary>Null: no answer.</summary>
    private async Task<RunnerState?> AskAsync(ExecutionPod pod, SemaphoreSlim turns, CancellationToken ct)
    {
        await turns.WaitAsync(ct);
        using var patience = new CancellationTokenSource(Patience, time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            return await pod.AskAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            turns.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Pod {Pod} could not be offered")]
    private partial void NotOffered(Exception e, string pod);
}
