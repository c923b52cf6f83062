using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Prometheus;
using RCoder.Api.Accepting;
using RCoder.Api.Docs;
using RCoder.Api.Endpoints;
using RCoder.Api.Executions;
using RCoder.Api.Http;
using RCoder.Api.Observability;
using RCoder.Api.Streaming;
using RCoder.Configuration;
using RCoder.Messaging;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Api;

public static class ApiServices
{
    /// <summary>
    /// All that <see cref="ApiRoutes.MapRCoderApi"/> needs, messaging with it. Languages are those of the
    /// <see cref="RuntimeCatalogue"/>, which the host fills.
    /// </summary>
    public static IServiceCollection AddRCoderApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMessaging(configuration);
        services.AddSettings<ApiOptions>(configuration, ApiOptions.Section);
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsCheck>();
        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.TryAddSingleton<RuntimeCatalogue>();
        services.TryAddSingleton(Metrics.DefaultRegistry);

        services.AddSingleton(provider => new RecentExecutions(provider.GetRequiredService<IOptions<ApiOptions>>().Value.RecentBytes));
        services.AddSingleton<QueuePositions>();
        services.AddSingleton<ExecutionTally>();
        services.AddSingleton<BrokerHealth>();
        services.AddSingleton<BrokerPatience>();
        services.AddSingleton<ExecutionFinder>();
        services.AddSingleton<Waiting>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<Acceptance>();
        services.AddSingleton<IdempotentAcceptance>();
        services.AddSingleton<Intake>();
        services.AddSingleton<HttpDurations>();
        services.AddSingleton<ErrorMiddleware>();
        services.AddSingleton<HostGuard>();

        services.AddSingleton<PostExecution>();
        services.AddSingleton<GetExecution>();
        services.AddSingleton<DeleteExecution>();
        services.AddSingleton<GetEvents>();
        services.AddSingleton<PostStdin>();
        services.AddSingleton<PostExecute>();
        services.AddSingleton<GetRuntimes>();
        services.AddSingleton<Health>();

        services.AddSingleton<EventTail>();
        services.AddHostedService(provider => provider.GetRequiredService<EventTail>());
        services.AddHostedService(provider => provider.GetRequiredService<IdempotencyLog>());
        services.AddHostedService<Warmup>();

        services.AddCors();
        services.AddApiDescription();
        return services;
    }
}
