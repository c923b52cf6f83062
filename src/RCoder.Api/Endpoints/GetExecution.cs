using Microsoft.AspNetCore.Http;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Contracts.Json;

namespace RCoder.Api.Endpoints;

/// <summary><c>GET /v1/executions/{id}</c>.</summary>
internal sealed class GetExecution(RecentExecutions recent, ExecutionFinder finder)
{
    public async Task HandleAsync(HttpContext context)
    {
        Negotiation.Offers(context.Request, "application/json");
        using var execution = recent.Pin(Ids.Of(context.Request));
        var found = await finder.FindAsync(execution, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context.Response, StatusCodes.Status200OK, found.Result(), Wire.Json.ExecutionResult);
    }
}
