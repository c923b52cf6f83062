using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Executions;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Queues;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>What is to be done to Jobs and that nobody waits for: labels, and the removal of those of no use.</summary>
internal sealed partial class JobChores(ExecutionJobs jobs, TimeProvider time, ILogger<JobChores> log) : BackgroundService
{
    private const int Workers = 2;

    /// <summary>A label is for people: runs that follow at once have the machine first.</summary>
    private static readonly TimeSpan LabelLater = TimeSpan.FromSeconds(1);

    private readonly WorkQueue<Chore> queue = new(time);

    public void Delete(string job) => queue.Add(new Chore(job, null));

    public void Label(string job, ExecutionId id) => queue.AddAfter(new Chore(job, id), LabelLater);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => queue.RunAsync(Workers, DoAsync, stoppingToken);

    private async Task DoAsync(Chore chore, CancellationToken ct)
    {
        try
        {
            await (chore.Label is { } id ? jobs.LabelAsync(chore.Job, id, ct) : jobs.DeleteAsync(chore.Job, ct));
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            var (kind, message) = ApiFailures.Classify(e);
            NotDone(chore.Label is null ? "deleted" : "labelled", chore.Job, kind, message);
            // Refused for good, by policy or RBAC: people read the log.
            if (ApiFailures.IsTransient(kind))
                throw;
        }
    }

    /// <param name="Job">Its name.</param>
    /// <param name="Label">The execution to say on it; null: delete it.</param>
    private readonly record struct Chore(string Job, ExecutionId? Label);

    [LoggerMessage(LogLevel.Warning, "Job {Job} could not be {Done} ({Kind}): {Reason}")]
    private partial void NotDone(string done, string job, ApiFailure kind, string reason);
}
