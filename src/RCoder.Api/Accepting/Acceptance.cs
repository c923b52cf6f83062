using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RCoder.Api.Executions;
using RCoder.Contracts.Events;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Accepting;

/// <summary>The moment of acceptance: the job is in Kafka, acknowledged, and then its first event is written.</summary>
internal sealed partial class Acceptance(JobWriter jobs, EventWriter events, RecentExecutions recent, EventTail tail, BrokerPatience patience, TimeProvider time, ILogger<Acceptance> log)
{
    /// <summary>Returns the execution pinned. A caller who goes away meanwhile has still been heard.</summary>
    /// <exception cref="BrokerUnavailableException">It was not accepted.</exception>
    public async ValueTask<RecentExecution> AcceptAsync(Job job, HttpContext context)
    {
        await tail.StartedAsync(context.RequestAborted);
        var execution = recent.Expect(job.Id);
        var writing = jobs.WriteAsync(job, TraceParent(context), CancellationToken.None);
        try
        {
            Announce(execution, job, await patience.WithinAsync(writing, CancellationToken.None));
            return execution;
        }
        catch
        {
            _ = AnnounceLateAsync(execution, job, writing);
            recent.Forget(execution);
            execution.Dispose();
            throw;
        }
    }

    /// <summary>A job that Kafka took after its caller was told that it had not is run, and followed like any other.</summary>
    private async Task AnnounceLateAsync(RecentExecution execution, Job job, Task<JobPosition> writing)
    {
        try
        {
            Announce(execution, job, await writing);
        }
        catch (BrokerUnavailableException)
        {
            // It was not taken, as its caller was told.
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
