using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using RCoder.Api.Endpoints;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Api.Problems;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Requests;
using RCoder.Runtimes;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Api.Accepting;

/// <summary>From what a caller sends to its acceptance, in whichever contract's form it comes.</summary>
internal sealed class Intake(Acceptance acceptance, IdempotentAcceptance idempotent, RuntimeCatalogue catalogue, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>Returns the execution pinned, and the job of this request.</summary>
    /// <exception cref="ProblemException">It was refused, with all that is wrong with body and headers.</exception>
    public async ValueTask<(RecentExecution Execution, Job Job)> AcceptAsync(HttpContext context, Func<ReadOnlyMemory<byte>, RequestReading> read)
    {
        Negotiation.Offers(context.Request, "application/json");
        Negotiation.TakesJson(context.Request);
        using var body = await RequestBody.ReadAsync(context.Request, options.Value.BodyBytes, context.RequestAborted);
        // Until then any language may still turn out to be known, and a range of versions to mean another one.
        if (!catalogue.IsComplete)
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "The languages are still being read: this server has just started. Send the request again in a moment.");
        var reading = read(body.Bytes);
        var key = IdempotencyKey.Of(context.Request, reading.Problems);
        var admission = Admission.Of(reading, catalogue, Tenants.Anonymous, time.GetUtcNow());
        if (admission.Job is not { } job)
            throw ProblemException.Invalid(admission.Problems);
        if (key is null)
            return (await acceptance.AcceptAsync(job, context), job);
        var (execution, replayed) = await idempotent.AcceptAsync(job, key, body.Bytes, context);
        if (replayed)
            context.Response.Headers[IdempotencyKey.Replayed] = "true";
        return (execution, job);
    }
}
