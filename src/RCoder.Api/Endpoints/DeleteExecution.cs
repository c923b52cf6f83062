using Microsoft.AspNetCore.Http;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Json;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Endpoints;

/// <summary><c>DELETE /v1/executions/{id}</c>: cancels it, where it has not ended.</summary>
internal sealed class DeleteExecution(RecentExecutions recent, ExecutionFinder finder, ControlWriter control, BrokerPatience patience, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        Negotiation.Offers(context.Request, "application/json");
        using var execution = recent.Pin(Ids.Of(context.Request));
        var found = await finder.FindAsync(execution, context.RequestAborted);
        if (!found.HasEnded)
            await patience.WithinAsync(control.WriteAsync(new Cancel { Id = execution.Id, At = time.GetUtcNow() }, CancellationToken.None), context.RequestAborted);
        await JsonAnswer.WriteAsync(context.Response, found.HasEnded ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, found.Result(), Wire.Json.ExecutionResult);
    }
}
