using Microsoft.AspNetCore.Http;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Api.Problems;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Api.Endpoints;

internal sealed record HealthReport(string Status);

/// <summary><c>GET /livez</c>: the process answers. <c>GET /readyz</c>: it can accept programs; else what keeps it from that.</summary>
internal sealed class Health(BrokerHealth broker, EventTail tail, IdempotencyLog keys, RuntimeCatalogue catalogue)
{
    public static Task LiveAsync(HttpContext context) => Good(context, "alive");

    public async Task ReadyAsync(HttpContext context)
    {
        var problems = new Dictionary<string, string[]>();
        if (await broker.ProblemAsync() is { } problem)
            problems["kafka"] = [problem];
        else if (!tail.IsStarted)
            problems["events"] = ["rcoder.events is not being followed yet"];
        else if (!keys.IsCaughtUp)
            problems["idempotency"] = ["the keys of the last day are still being read"];
        if (!catalogue.IsComplete)
            problems["runtimes"] = ["the languages are still being read"];
        else if (catalogue.Trouble is { } trouble)
            problems["runtimes"] = [trouble];
        if (problems.Count > 0)
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, string.Join("; ", problems.Select(p => $"{p.Key}: {p.Value[0]}")), problems);
        await Good(context, "ready");
    }

    private static Task Good(HttpContext context, string status)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context.Response, StatusCodes.Status200OK, new HealthReport(status), ApiJson.Wire.HealthReport);
    }
}
