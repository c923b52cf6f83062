using Microsoft.AspNetCore.Http;
using RCoder.Api.Accepting;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;
using RCoder.Contracts.Requests;

namespace RCoder.Api.Endpoints;

/// <summary><c>POST /v1/executions</c>.</summary>
internal sealed class PostExecution(Intake intake, Waiting waiting)
{
    public async Task HandleAsync(HttpContext context)
    {
        var wait = Prefer.Wait(context.Request.Headers["Prefer"]);
        var (pinned, _) = await intake.AcceptAsync(context, RequestReader.Read);
        using var execution = pinned;
        context.Response.Headers.Location = $"/v1/executions/{execution.Id}";
        if (wait is { } seconds)
            context.Response.Headers["Preference-Applied"] = $"wait={seconds}";
        var result = await waiting.ResultAsync(execution, TimeSpan.FromSeconds(wait ?? 0), context.RequestAborted);
        var status = wait is not null && result.State == ExecutionState.Finished ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        await JsonAnswer.WriteAsync(context.Response, status, result, Wire.Json.ExecutionResult);
    }
}
