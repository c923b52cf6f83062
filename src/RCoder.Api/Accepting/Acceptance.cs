using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RCoder.Api.Executions;
using RCoder.Contracts.Events;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Accepting;

/// <summary>The moment of acceptance: the job is in Kafka, acknowledged, and then its first event is written.</summary>
internal sealed partial class Acceptance(JobWriter jobs, EventWriter events, RecentExecutions recent, EventTail tail, TimeProvider time, ILogger<Acceptance> log)
{
    /// <summary>Returns the execution pinned. A caller who goes away meanwhile has still been heard.</summary>
    /// <exception cref="Messaging.Kafka.BrokerUnavailableException">It was not accepted.</exception>
    public async ValueTask<RecentExecution> AcceptAsync(Job job, HttpContext context)
    {
        await tail.StartedAsync(context.RequestAborted);
        var execution = recent.Expect(job.Id);
        try
        {
            var position = await jobs.WriteAsync(job, TraceParent(context), CancellationToken.None);
            Announce(execution, job, position);
            return execution;
        }
        catch
        {
            recent.Forget(execution);
            execution.Dispose();
            throw;
        }
    }

    private void Announce(RecentExecution execution, Job job, JobPosition position)
    {
        var accepted = new Accepted
        {
            Id = job.Id,
            Seq = 0,
            At = time.GetUtcNow(),
            Runtime = job.Runtime,
            Language = job.Language,
            Tenant = job.Tenant,
            Deadline = job.Deadline,
            Job = position,
            Interactive = job.Interactive,
        };
        execution.Announced = accepted;
        var written = events.WriteAsync(accepted, CancellationToken.None);
        if (!written.IsCompletedSuccessfully)
            _ = WaitAsync(written, job);
    }

    private async Task WaitAsync(ValueTask written, Job job)
    {
        try
        {
            await written;
        }
        catch (Exception e)
        {
            NotAnnounced(job.Id.ToString(), e.Message);
        }
    }

    private static string? TraceParent(HttpContext context)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
            return activity.Id;
        string? given = context.Request.Headers[HeaderNames.TraceParent];
        return given is not null && ActivityContext.TryParse(given, null, out _) ? given : null;
    }

    [LoggerMessage(LogLevel.Error, "The acceptance of {Execution} was not told: {Reason}")]
    private partial void NotAnnounced(string execution, string reason);
}
