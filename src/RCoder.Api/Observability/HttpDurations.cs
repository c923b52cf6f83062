using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prometheus;

namespace RCoder.Api.Observability;

/// <summary>How long requests take, by route: never by path, which callers choose.</summary>
internal sealed class HttpDurations(CollectorRegistry registry)
{
    private readonly Histogram durations = Metrics.WithCustomRegistry(registry).CreateHistogram(
        "rcoder_http_request_duration_seconds", "From the request's head to the answer's end.",
        ["method", "route", "status"],
        new HistogramConfiguration { Buckets = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.25, 2.5, 5, 10, 30, 60] });

    public void Observe(HttpContext context, TimeSpan taken)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
        durations.WithLabels(Method(context.Request.Method), route, Status(context.Response.StatusCode)).Observe(taken.TotalSeconds);
    }

    private static string Method(string method) => method is "GET" or "HEAD" or "POST" or "DELETE" or "OPTIONS" ? method : "other";

    private static string Status(int status) => status switch { 200 => "200", 202 => "202", _ => $"{status}" };
}
