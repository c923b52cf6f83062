using System.Collections.Concurrent;
using RCoder.Contracts.Executions;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// Asks all pods what they hold. A dispatcher that takes over a partition asks for each of its jobs, so those who ask
/// while a round goes on share the next one.
/// </summary>
internal sealed class RunnerSearch(ExecutionPods pods, TimeProvider time)
{
    private const int Parallel = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private Task<IReadOnlyDictionary<ExecutionId, ExecutionPod>>? next;

    public async Task<ExecutionPod?> FindAsync(ExecutionId id, CancellationToken ct)
    {
        Task<IReadOnlyDictionary<ExecutionId, ExecutionPod>> round;
        lock (gate)
            round = next ??= RoundAsync(running);
        return (await round.WaitAsync(ct)).GetValueOrDefault(id);
    }

    private async Task<IReadOnlyDictionary<ExecutionId, ExecutionPod>> RoundAsync(Task before)
    {
        await Task.Yield();
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            running = next!;
            next = null;
        }
        await pods.Synced;
        var found = new ConcurrentDictionary<ExecutionId, ExecutionPod>();
        await System.Threading.Tasks.Parallel.ForEachAsync(pods.All, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (pod, ct) =>
        {
            if (await HeldByAsync(pod, ct) is { } id)
                found[id] = pod;
        });
        return found;
    }

    private async Task<ExecutionId?> HeldByAsync(ExecutionPod pod, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var patience = new CancellationTokenSource(Patience, time);
        await using var _ = patience.Token.UnsafeRegister(static limited => ((CancellationTokenSource)limited!).Cancel(), limited);
        try
        {
            return (await pod.AskAsync(limited.Token))?.Execution;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
