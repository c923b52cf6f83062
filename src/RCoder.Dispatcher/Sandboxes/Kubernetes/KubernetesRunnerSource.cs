using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes.Executions;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// Runners in pods of a Kubernetes cluster: one that waits in the runtime's pool, else one made for the execution. Until
/// a warm run has its result, the API server is not asked for anything.
/// </summary>
internal sealed class KubernetesRunnerSource(
    ExecutionPods pods, FreePods free, ColdPods cold, RunnerSearch search, ExecutionJobs jobs, JobChores chores, TimeProvider time) : IRunnerSource, IHostedService
{
    private static readonly TimeSpan LabelAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GoWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExplainWithin = TimeSpan.FromSeconds(2.5);

    private readonly ConcurrentDictionary<string, (ExecutionPod Pod, ExecutionId Id, Runner Runner)> used = new();
    private readonly ConcurrentDictionary<string, Task> leaving = new();
    private readonly QuotaLine line = new(time);
    private readonly StartLimit starts = new(time);
    private readonly Lull lull = new(time);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        pods.Room += line.Next;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        pods.Room -= line.Next;
        line.Dispose();
        lull.End();
        await Task.WhenAll(leaving.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask<Runner> AcquireAsync(RunnerRequest request, CancellationToken ct)
    {
        if (!pods.Synced.IsCompleted)
            await pods.Synced.WaitAsync(ct);
        for (var waited = false; ; waited = true)
        {
            if (TakeWaiting(request) is { } waiting)
                return waiting;
            lull.Short();
            try
            {
                // First come, first served: who waits already has the next room.
                if (!waited && !line.IsEmpty)
                    throw new QuotaException("others wait for room in the namespace of execution pods");
                using var start = await starts.EnterAsync(request.Runtime.Name, ct);
                // One may have come meanwhile.
                if (TakeWaiting(request) is { } come)
                    return come;
                var made = await cold.MakeAsync(request with { Waits = why => WaitsAsync(start, request, why) }, ct);
                start.Succeeded();
                // Where there was room for one there may be for two.
                line.Next();
                return Use(made, request.Id, warm: false);
            }
            catch (QuotaException e)
            {
                await request.Waits($"the cluster has no room for another pod: {e.Message}");
                await line.StandAsync(again: waited, ct);
            }
        }
    }

    public async ValueTask<Runner?> FindAsync(ExecutionId id, CancellationToken ct) =>
        await search.FindAsync(id, ct) is { } pod ? Use(pod, id, warm: pod.Pool is not null) : null;

    public bool HasEnded(Runner runner) => PodOf(runner).HasEnded;

    public async ValueTask<RunnerLoss> ExplainAsync(Runner runner, string said, CancellationToken ct)
    {
        var pod = PodOf(runner);
        // The connection tells before the watch does.
        await EndsWithinAsync(pod, ExplainWithin, ct);
        return pod.Reading switch
        {
            PodReading.Ended { Deleted: true, Loss: var loss } => await IsOverdueAsync(pod, ct) ? new RunnerLoss(null, $"its pod {pod.Name} was not done by the end of its Job's time") : loss,
            PodReading.Ended { Loss: var loss } => loss,
            _ => new RunnerLoss(null, $"its runner {pod.Name} was lost: {said}"),
        };
    }

    public void Release(Runner runner, RunnerEnd end)
    {
        // One that has been found again is that other finder's.
        if (used.TryGetValue(runner.Name, out var run) && run.Runner == runner && used.TryRemove(KeyValuePair.Create(runner.Name, run)))
            _ = ReleaseAsync(runner, run.Pod, run.Id, end);
    }

    private Runner? TakeWaiting(RunnerRequest request) =>
        PoolFor(request.Runtime, request.Limits) is { } pool && free.TryTake(pool, out var pod) ? Use(pod, request.Id, warm: true) : null;

    private static ValueTask WaitsAsync(StartLimit.Start start, RunnerRequest request, string why)
    {
        start.Waits();
        return request.Waits(why);
    }

    private ExecutionPod PodOf(Runner runner) => used[runner.Name].Pod;

    /// <summary>Null: none of the pool is large enough.</summary>
    private static PoolKey? PoolFor(Runtime runtime, Limits limits) =>
        runtime.Pool is { } hash && PodSize.For(runtime.Spec, limits) <= PodSize.Pooled(runtime.Spec) ? new PoolKey(runtime.Name, hash) : null;

    private Runner Use(ExecutionPod pod, ExecutionId id, bool warm)
    {
        lull.Began();
        pod.Use();
        var runner = new Runner(pod.Name, warm, pod.Client);
        used[pod.Name] = (pod, id, runner);
        if (warm)
            _ = LabelLaterAsync(pod, id);
        return runner;
    }

    private async Task<bool> IsOverdueAsync(ExecutionPod pod, CancellationToken ct)
    {
        try
        {
            return await jobs.IsOverdueAsync(pod.Job, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It only makes the words better.
            return false;
        }
    }

    /// <summary>What runs for long is labelled while it does; what does not, when it is over.</summary>
    private async Task LabelLaterAsync(ExecutionPod pod, ExecutionId id)
    {
        await Task.Delay(LabelAfter, time);
        if (used.TryGetValue(pod.Name, out var run) && run.Id == id)
            chores.Label(pod.Job, id);
    }

    private async Task DismissAsync(Runner runner)
    {
        await lull.WaitAsync();
        await runner.DismissAsync();
    }

    private async Task ReleaseAsync(Runner runner, ExecutionPod pod, ExecutionId id, RunnerEnd end)
    {
        switch (end)
        {
            case RunnerEnd.Done:
                if (pod.Pool is not null)
                    chores.Label(pod.Job, id);
                await (leaving[runner.Name] = DismissAsync(runner));
                leaving.TryRemove(runner.Name, out _);
                // Its Job ends with it, and goes when its time to live is over.
                if (!await EndsWithinAsync(pod, GoWithin, CancellationToken.None))
                    chores.Delete(pod.Job);
                break;
            case RunnerEnd.Unused or RunnerEnd.Left when pod.Pool is not null:
                // One that has a program is not offered.
                pod.Leave();
                await pods.OfferAsync(pod);
                return;
            case RunnerEnd.Unused:
                chores.Delete(pod.Job);
                break;
            case RunnerEnd.Unsure:
                pods.Doubt(pod);
                await FindOutAsync(pod, id);
                return;
            case RunnerEnd.Others or RunnerEnd.Left:
                break;
        }
        pod.Leave();
    }

    /// <summary>One that is free serves the next; one that is another's stays; one that does not answer, or has what we gave up, goes.</summary>
    private async Task FindOutAsync(ExecutionPod pod, ExecutionId id)
    {
        using var patience = new CancellationTokenSource(AnswerWithin, time);
        RunnerState? state = null;
        try
        {
            state = await pod.AskAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // No answer is one.
        }
        pod.Leave();
        if (pod.HasEnded)
            return;
        if (state is { State: RunnerPhase.Free } && pod.Pool is not null)
            await pods.OfferAsync(pod);
        else if (state?.Execution is null || state.Execution == id)
            chores.Delete(pod.Job);
    }

    private async Task<bool> EndsWithinAsync(ExecutionPod pod, TimeSpan within, CancellationToken ct)
    {
        using var limited = new CancellationTokenSource(within, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, ct);
        while (!pod.HasEnded)
        {
            var change = pods.NextChange(pod.Job);
            if (pod.HasEnded)
                break;
            try
            {
                await change.WaitAsync(both.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return pod.HasEnded;
            }
        }
        return true;
    }
}
