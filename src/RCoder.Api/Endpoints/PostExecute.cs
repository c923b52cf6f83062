using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using RCoder.Api.Accepting;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Api.Problems;
using RCoder.Contracts.Executions;
using RCoder.Runtimes;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Api.Endpoints;

/// <summary><c>POST /execute</c>, as the original rcoder had it: waits for the end.</summary>
internal sealed class PostExecute(Acceptance acceptance, Waiting waiting, RuntimeCatalogue catalogue, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>Past the last moment at which it could have started, for a run of any length.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    public async Task HandleAsync(HttpContext context)
    {
        Negotiation.Offers(context.Request, "application/json");
        Negotiation.TakesJson(context.Request);
        using var body = await RequestBody.ReadAsync(context.Request, options.Value.BodyBytes, context.RequestAborted);
        var now = time.GetUtcNow();
        var admission = Admission.Of(ExecuteRequest.Read(body.Bytes), catalogue, Tenants.Anonymous, now);
        if (admission.Job is not { } job)
            throw ProblemException.Invalid(admission.Problems);
        using var execution = await acceptance.AcceptAsync(job, context);
        var result = await waiting.ResultAsync(execution, job.Deadline - now + Slack, context.RequestAborted);
        await JsonAnswer.WriteAsync(context.Response, result.State == ExecutionState.Finished ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, ExecuteResponse.Of(result), ApiJson.Wire.ExecuteResponse);
    }
}
