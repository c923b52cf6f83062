using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Api.Problems;
using RCoder.Contracts.Jobs;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Endpoints;

/// <summary><c>POST /v1/executions/{id}/stdin</c>: the body, as it is, for the program to read; <c>?eof</c> closes its stdin after it.</summary>
internal sealed class PostStdin(RecentExecutions recent, ExecutionFinder finder, ControlWriter control, BrokerPatience patience, IOptions<ApiOptions> options, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var eof = Eof(context.Request.Query);
        using var execution = recent.Pin(Ids.Of(context.Request));
        using var body = await RequestBody.ReadAsync(context.Request, options.Value.BodyBytes, context.RequestAborted);
        var found = await finder.FindAsync(execution, context.RequestAborted);
        if (Refusal(found) is { } reason)
            throw new ProblemException(StatusCodes.Status409Conflict, reason);
        if (body.Bytes.Length > 0 || eof)
            await patience.WithinAsync(control.WriteAsync(new Stdin { Id = execution.Id, At = time.GetUtcNow(), Data = body.Bytes.ToArray(), Eof = eof }, CancellationToken.None), context.RequestAborted);
        execution.StdinClosed |= eof;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static string? Refusal(FoundExecution found)
    {
        if (found.HasEnded)
            return "The execution has ended: nobody reads its stdin any more.";
        if (found.Accepted is { Interactive: false })
            return "The execution is not interactive: its stdin ended with the request's own; send the request with interactive: true.";
        return found.Execution.StdinClosed ? "The execution's stdin was closed by ?eof." : null;
    }

    private static bool Eof(IQueryCollection query) => query["eof"] switch
    {
        [] => false,
        [null or "" or "true" or "1"] => true,
        ["false" or "0"] => false,
        _ => throw ProblemException.Field(StatusCodes.Status400BadRequest, "eof", "must be given once, without a value or as true or false"),
    };
}
