using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using RCoder.Api.Observability;
using RCoder.Api.Problems;
using RCoder.Messaging.Kafka;

namespace RCoder.Api.Http;

/// <summary>Around everything: whatever goes wrong leaves as a ProblemDetails, and every request is timed.</summary>
internal sealed partial class ErrorMiddleware(HttpDurations durations, TimeProvider time, ILogger<ErrorMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var since = time.GetTimestamp();
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null })
                await WriteAsync(context, Bare(context));
        }
        catch (Exception e)
        {
            await HandleAsync(context, e);
        }
        finally
        {
            durations.Observe(context, time.GetElapsedTime(since));
        }
    }

    private async Task HandleAsync(HttpContext context, Exception e)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        var problem = Of(e);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            Log(context, e, problem.Status);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        context.Response.Clear();
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        await WriteAsync(context, problem);
    }

    private static Problem Of(Exception e) => e switch
    {
        ProblemException refused => refused.Problem,
        // Where the broker is, is not for callers to know; /readyz and the log say it.
        BrokerUnavailableException => new ProblemException(StatusCodes.Status503ServiceUnavailable, "Kafka cannot be reached. Send the request again in a moment; under an Idempotency-Key it runs once, however often it is sent.").Problem,
        BadHttpRequestException bad => new ProblemException(bad.StatusCode, Sentence(bad.Message)).Problem,
        OperationCanceledException => new ProblemException(StatusCodes.Status503ServiceUnavailable, "This server is going down; send the request again.").Problem,
        _ => new ProblemException(StatusCodes.Status500InternalServerError, "Internal error; search the log for this traceId.").Problem,
    };

    /// <summary>What a status alone, set by routing, means here.</summary>
    private static Problem Bare(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var detail = status switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this path; GET /openapi/v1.json tells what there is.",
            StatusCodes.Status405MethodNotAllowed => $"This path does not take that method; it takes {context.Response.Headers.Allow}.",
            _ => $"{ReasonPhrases.GetReasonPhrase(status)}.",
        };
        return new ProblemException(status, detail).Problem;
    }

    private static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.Headers.CacheControl = "no-store";
        problem = problem with { TraceId = TraceId(context) };
        return JsonAnswer.WriteAsync(context.Response, problem.Status, problem, ApiJson.Wire.Problem, "application/problem+json; charset=utf-8");
    }

    private static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    private void Log(HttpContext context, Exception e, int status)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
            Unavailable(TraceId(context), e.Message);
        else
            Defect(TraceId(context), e.GetType().FullName!, e.StackTrace);
    }

    private static string Sentence(string message) => $"{char.ToUpperInvariant(message[0])}{message.AsSpan(1).TrimEnd('.')}.";

    [LoggerMessage(LogLevel.Warning, "Request {TraceId} was refused: {Reason}")]
    private partial void Unavailable(string traceId, string reason);

    // Not the exception's message: it can quote the request, and a request is somebody's program.
    [LoggerMessage(LogLevel.Error, "Internal error in request {TraceId}: {Type}\n{Stack}")]
    private partial void Defect(string traceId, string type, string? stack);
}
