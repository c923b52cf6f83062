using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using RCoder.Api.Accepting;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Api.Problems;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;
using RCoder.Runtimes;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Api.Endpoints;

/// <summary><c>POST /v1/executions</c>.</summary>
internal sealed class PostExecution(
    Acceptance acceptance, IdempotentAcceptance idempotent, Waiting waiting, RuntimeCatalogue catalogue, IOptions<ApiOptions> options, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        Negotiation.Offers(context.Request, "application/json");
        Negotiation.TakesJson(context.Request);
        var key = IdempotencyKey.Of(context.Request);
        var wait = Prefer.Wait(context.Request.Headers["Prefer"]);

        using var execution = await AcceptAsync(context, key);

        context.Response.Headers.Location = $"/v1/executions/{execution.Id}";
        if (wait is { } seconds)
            context.Response.Headers["Preference-Applied"] = $"wait={seconds}";
        var result = await waiting.ResultAsync(execution, TimeSpan.FromSeconds(wait ?? 0), context.RequestAborted);
        var status = wait is not null && result.State == ExecutionState.Finished ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        await JsonAnswer.WriteAsync(context.Response, status, result, Wire.Json.ExecutionResult);
    }

    private async ValueTask<RecentExecution> AcceptAsync(HttpContext context, string? key)
    {
        using var body = await RequestBody.ReadAsync(context.Request, options.Value.BodyBytes, context.RequestAborted);
        var admission = Admission.Of(body.Bytes, catalogue, Tenants.Anonymous, time.GetUtcNow());
        if (admission.Job is not { } job)
            throw ProblemException.Invalid(admission.Problems);
        if (key is null)
            return await acceptance.AcceptAsync(job, context);
        var (execution, replayed) = await idempotent.AcceptAsync(job, key, body.Bytes, context);
        if (replayed)
            context.Response.Headers[IdempotencyKey.Replayed] = "true";
        return execution;
    }
}
