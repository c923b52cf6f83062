using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Api.Problems;
using RCoder.Api.Streaming;
using RCoder.Contracts.Events;
using RCoder.Messaging.Logs;

namespace RCoder.Api.Endpoints;

/// <summary><c>GET /v1/executions/{id}/events</c>.</summary>
internal sealed class GetEvents(RecentExecutions recent, ExecutionFinder finder, EventStream stream, IHostApplicationLifetime lifetime)
{
    private const string MediaType = "text/event-stream";

    public async Task HandleAsync(HttpContext context)
    {
        Negotiation.Offers(context.Request, MediaType);
        // Pinned before the look at what was, so that what comes meanwhile is not missed.
        using var execution = recent.Pin(Ids.Of(context.Request));
        var events = (await finder.FindAsync(execution, context.RequestAborted)).Events;
        var last = Last(context.Request, events);
        if (last?.Value is Finished)
        {
            // Tells an EventSource to stop (WHATWG HTML, section 9.2.3).
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await stream.SendAsync(context.Response.BodyWriter, execution, events, last?.Offset ?? -1, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client went, or this server does: it comes back with the last id that it has, here or elsewhere.
        }
    }

    /// <summary>The event that the client had last; null when it starts at the beginning.</summary>
    private static LogRecord<ExecutionEvent>? Last(HttpRequest request, LogRecord<ExecutionEvent>[] events)
    {
        string? given = request.Headers["Last-Event-ID"];
        if (string.IsNullOrEmpty(given))
            return null;
        if (EventId.TryParse(given, out var id))
        {
            foreach (var record in events)
            {
                if (record.Partition == id.Partition && record.Offset == id.Offset)
                    return record;
            }
        }
        throw ProblemException.Field(StatusCodes.Status400BadRequest, "Last-Event-ID", "is not the id of an event of this execution; leave it out to start at the beginning");
    }
}
