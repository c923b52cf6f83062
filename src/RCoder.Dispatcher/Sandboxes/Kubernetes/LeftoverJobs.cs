using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Runners;
using RCoder.Runtimes.Runners;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// Removes Jobs that were made for an execution which nobody runs any more: their pods wait for a program long after
/// their dispatcher, or the one that took over, would have given it. What was claimed ends by itself.
/// </summary>
internal sealed partial class LeftoverJobs(ExecutionPods pods, JobChores chores, TimeProvider time, ILogger<LeftoverJobs> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    /// <summary>Longer than a group needs to find that a dispatcher is gone (45 s), and the next one to take up.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(2);

    private readonly IdleJobs idle = new(Old);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await pods.Synced.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var free = new Dictionary<string, ExecutionPod>();
            foreach (var pod in pods.All.Where(pod => pod.Pool is null && pod.Reading is PodReading.Running))
            {
                if (await AnswerAsync(async ct => await pod.AskAsync(ct) is { State: RunnerPhase.Free }, stoppingToken))
                    free[pod.Job] = pod;
            }
            foreach (var job in idle.Look(free.Keys, time.GetUtcNow()))
            {
                // Only the runner knows that nobody has come meanwhile: one that has a program says no, and stays.
                if (!await AnswerAsync(free[job].Client.RetireAsync, stoppingToken))
                    continue;
                LeftOver(job);
                chores.Delete(job);
            }
        }
    }

    /// <summary>False: it does not answer, too.</summary>
    private async Task<bool> AnswerAsync(Func<CancellationToken, Task<bool>> ask, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            return await ask(either.Token);
        }
        catch (Exception e) when (e is RunnerLostException or ObjectDisposedException || e is OperationCanceledException && !stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Job {Job} was made for an execution that nobody runs any more, and is deleted")]
    private partial void LeftOver(string job);
}
