using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Prometheus;
using RCoder.Configuration;

namespace RCoder.Hosting.Health;

/// <summary><c>/livez</c>, <c>/readyz</c> and <c>/metrics</c> of a role without the API. It is ready when all of its health checks say so.</summary>
internal static class HealthEndpoints
{
    public const string PortSetting = "RCODER_Metrics__Port";

    public static IHealthChecksBuilder AddTo(WebApplicationBuilder builder, int port)
    {
        builder.Services.AddSettings<MetricsOptions>(builder.Configuration, MetricsOptions.Section, metrics => metrics.Port = port);
        return builder.Services.AddHealthChecks();
    }

    public static void Map(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value;
        Listening.At(app, options.Address, options.Port);
        app.UseRouting();
        app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = WriteAsync });
        app.MapMetrics("/metrics");
    }

    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", report.Status == HealthStatus.Healthy ? "good" : "not ready");
        foreach (var (name, entry) in report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy))
            json.WriteString(name, entry.Description ?? entry.Exception?.Message);
        json.WriteEndObject();
    }
}
