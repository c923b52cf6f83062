using Microsoft.AspNetCore.Http;
using RCoder.Api.Accepting;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Requests;

namespace RCoder.Api.Endpoints;

/// <summary><c>POST /execute</c>, as the original rcoder had it: waits for the end.</summary>
internal sealed class PostExecute(Intake intake, Waiting waiting, TimeProvider time)
{
    /// <summary>Past the last moment at which it could have started, for a run of any length.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    public async Task HandleAsync(HttpContext context)
    {
        var (pinned, job) = await intake.AcceptAsync(context, ExecuteReader.Read);
        using var execution = pinned;
        var result = await waiting.ResultAsync(execution, job.Deadline - time.GetUtcNow() + Slack, context.RequestAborted);
        await JsonAnswer.WriteAsync(context.Response, result.State == ExecutionState.Finished ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, ExecuteResponse.Of(result), ApiJson.Wire.ExecuteResponse);
    }
}
