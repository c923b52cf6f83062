using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using RCoder.Api.Executions;
using RCoder.Api.Problems;
using RCoder.Contracts.Jobs;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Accepting;

/// <summary>Accepts a request once, however often and wherever it is sent under one key.</summary>
internal sealed class IdempotentAcceptance(Acceptance acceptance, IdempotencyLog keys, RecentExecutions recent, ExecutionFinder finder, BrokerPatience patience, TimeProvider time)
{
    /// <summary>By then whoever claimed a key has written its job, or never will.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Returns the execution pinned.</summary>
    /// <exception cref="ProblemException">409: the key was used for another body.</exception>
    public async Task<(RecentExecution Execution, bool Replayed)> AcceptAsync(Job job, string key, ReadOnlyMemory<byte> body, HttpContext context)
    {
        var mine = new IdempotencyRecord { Id = job.Id, BodySha256 = Convert.ToHexStringLower(SHA256.HashData(body.Span)) };
        var first = await patience.WithinAsync(keys.ClaimAsync(job.Tenant, key, mine, CancellationToken.None), context.RequestAborted);
        if (first.BodySha256 != mine.BodySha256)
            throw ProblemException.Field(StatusCodes.Status409Conflict, IdempotencyKey.Header, "was used for another body within the last 24 hours; a new request needs a new key");
        if (first.Id == mine.Id)
            return (await acceptance.AcceptAsync(job, context), false);

        var execution = recent.Pin(first.Id);
        try
        {
            if (await IsThereAsync(execution, context.RequestAborted))
                return (execution, true);
        }
        catch
        {
            execution.Dispose();
            throw;
        }
        // The first died between its claim and its job. Where only its events are late, dispatchers know the id and ignore this job.
        execution.Dispose();
        return (await acceptance.AcceptAsync(job with { Id = first.Id }, context), true);
    }

    private async Task<bool> IsThereAsync(RecentExecution execution, CancellationToken ct)
    {
        while (true)
        {
            var changed = execution.Changed;
            if ((await finder.LookAsync(execution, ct)).IsThere)
                return true;
            var left = execution.Id.Time + Grace - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
                return false;
            await Task.WhenAny(changed, Task.Delay(left, time, ct));
            ct.ThrowIfCancellationRequested();
        }
    }
}
