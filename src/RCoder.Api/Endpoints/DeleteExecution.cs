using Microsoft.AspNetCore.Http;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Api.Problems;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Json;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Endpoints;

/// <summary><c>DELETE /v1/executions/{id}</c>: cancels it, where it has not ended.</summary>
internal sealed class DeleteExecution(RecentExecutions recent, ExecutionFinder finder, ControlWriter control, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        Negotiation.Offers(context.Request, "application/json");
        using var execution = recent.Pin(Ids.Of(context.Request));
        var events = await finder.ReadAsync(execution, context.RequestAborted);
        if (events.Length == 0)
            throw ProblemException.Unknown(execution.Id);
        var result = ResultFold.Fold(execution.Id, events.Select(record => record.Value));
        var ended = result.State == ExecutionState.Finished;
        if (!ended)
            await control.WriteAsync(new Cancel { Id = execution.Id, At = time.GetUtcNow() }, CancellationToken.None);
        await JsonAnswer.WriteAsync(context.Response, ended ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, result, Wire.Json.ExecutionResult);
    }
}
