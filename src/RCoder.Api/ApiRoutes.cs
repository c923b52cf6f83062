using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Prometheus;
using RCoder.Api.Docs;
using RCoder.Api.Editor;
using RCoder.Api.Endpoints;
using RCoder.Api.Http;

namespace RCoder.Api;

public static class ApiRoutes
{
    private const string MetricsPath = "/metrics";

    /// <summary>What can be read can be asked about (RFC 9110, section 9.3.2). Kestrel leaves the body out.</summary>
    internal static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>Every path of the API, with what surrounds them, and the editor where it is configured. For a pipeline that has nothing else.</summary>
    public static WebApplication MapRCoderApi(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ApiOptions>>().Value;
        var errors = app.Services.GetRequiredService<ErrorMiddleware>();
        app.Use(next => context => errors.InvokeAsync(context, next));
        var hosts = app.Services.GetRequiredService<HostGuard>();
        app.Use(next => context => hosts.InvokeAsync(context, next));
        app.Use(next => context => IsPublished(context, options) ? NothingAsync(context) : next(context));
        app.UseRouting();
        if (options.AllowedOrigins.Count > 0)
            app.UseCors(cors => Allow(cors, options.AllowedOrigins));
        if (!string.IsNullOrEmpty(options.EditorPath))
            EditorFiles.Use(app, Path.Combine(AppContext.BaseDirectory, options.EditorPath), options.EditorPort);

        app.MapExecutions();
        app.MapOperations();
        app.MapApiDescription();
        return app;
    }

    private static void MapExecutions(this WebApplication app)
    {
        app.Map("POST", "/v1/executions", app.Services.GetRequiredService<PostExecution>().HandleAsync).Describe(Operations.PostExecution);
        app.Map("GET", "/v1/executions/{id}", app.Services.GetRequiredService<GetExecution>().HandleAsync).Describe(Operations.GetExecution);
        app.Map("DELETE", "/v1/executions/{id}", app.Services.GetRequiredService<DeleteExecution>().HandleAsync).Describe(Operations.DeleteExecution);
        app.Map("GET", "/v1/executions/{id}/events", app.Services.GetRequiredService<GetEvents>().HandleAsync).Describe(Operations.GetEvents);
        app.Map("POST", "/v1/executions/{id}/stdin", app.Services.GetRequiredService<PostStdin>().HandleAsync).Describe(Operations.PostStdin);
        app.Map("GET", "/v1/runtimes", app.Services.GetRequiredService<GetRuntimes>().HandleAsync).Describe(Operations.GetRuntimes);
        app.Map("POST", "/execute", app.Services.GetRequiredService<PostExecute>().HandleAsync).Describe(Operations.PostExecute);
    }

    private static void MapOperations(this WebApplication app)
    {
        app.Map("GET", "/livez", Health.LiveAsync).Describe(Operations.Live);
        app.Map("GET", "/readyz", app.Services.GetRequiredService<Health>().ReadyAsync).Describe(Operations.Ready);
        // Without some method of its own, an endpoint is left out of the description.
        RequestDelegate described = NothingAsync;
        new RouteHandlerBuilder([app.MapMetrics(MetricsPath, app.Services.GetRequiredService<CollectorRegistry>())
            .WithMetadata(new HttpMethodMetadata(Reading), described.Method)]).Describe(Operations.Metrics);
    }

    private static RouteHandlerBuilder Map(this WebApplication app, string method, string pattern, RequestDelegate handler) =>
        new([app.MapMethods(pattern, method == "GET" ? Reading : [method], handler).WithMetadata(handler.Method)]);

    /// <summary>Numbers are for whoever runs the server: not on the port that is published.</summary>
    private static bool IsPublished(HttpContext context, ApiOptions options) =>
        context.Request.Path.StartsWithSegments(MetricsPath) && context.Connection.LocalPort == options.EditorPort;

    private static Task NothingAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static void Allow(Microsoft.AspNetCore.Cors.Infrastructure.CorsPolicyBuilder cors, IEnumerable<string> origins) => cors
        .WithOrigins([.. origins])
        .WithMethods("GET", "POST", "DELETE")
        .WithHeaders("Content-Type", "Prefer", "Idempotency-Key", "Last-Event-ID", "Authorization", "traceparent")
        .WithExposedHeaders("Location", "Retry-After", "Preference-Applied", "Idempotency-Replayed");
}
