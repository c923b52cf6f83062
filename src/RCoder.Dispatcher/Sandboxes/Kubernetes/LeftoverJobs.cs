using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Runners;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// Removes Jobs that were made for an execution which nobody runs any more: their pods wait for a program long after
/// their dispatcher, or the one that took over, would have given it. What was claimed ends by itself.
/// </summary>
internal sealed partial class LeftoverJobs(ExecutionPods pods, JobChores chores, TimeProvider time, ILogger<LeftoverJobs> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>Longer than a group needs to find that a dispatcher is gone (45 s), and the next one to take up.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await pods.Synced.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var old = time.GetUtcNow() - Old;
            foreach (var pod in pods.All.Where(pod => pod.Pool is null && pod.MadeAt < old && pod.Reading is PodReading.Running))
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                patience.CancelAfter(TimeSpan.FromSeconds(2));
                try
                {
                    if (await pod.AskAsync(patience.Token) is not { State: RunnerPhase.Free })
                        continue;
                }
                catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
                {
                    continue;
                }
                LeftOver(pod.Job);
                chores.Delete(pod.Job);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Job {Job} was made for an execution that nobody runs any more, and is deleted")]
    private partial void LeftOver(string job);
}
