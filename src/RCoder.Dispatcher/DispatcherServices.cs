using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RCoder.Dispatcher.Runs;
using RCoder.Dispatcher.Sandboxes;
using RCoder.Dispatcher.Sandboxes.Local;
using RCoder.Dispatcher.Sandboxes.Static;

namespace RCoder.Dispatcher;

public static class DispatcherServices
{
    /// <summary>The dispatcher, with sandboxes of bubblewrap on this machine. Needs messaging and a RuntimeCatalogue.</summary>
    public static IServiceCollection AddLocalDispatcher(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LocalSandboxOptions>().Bind(configuration.GetSection(LocalSandboxOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LocalRunnerSource>();
        services.AddSingleton<IRunnerSource>(provider => provider.GetRequiredService<LocalRunnerSource>());
        services.AddHostedService(provider => provider.GetRequiredService<LocalRunnerSource>());
        return services.AddDispatcher(configuration);
    }

    /// <summary>The dispatcher, with runners that somebody else keeps up. It publishes the catalogue too. Needs messaging and a RuntimeCatalogue.</summary>
    public static IServiceCollection AddStaticDispatcher(this IServiceCollection services, IConfiguration configuration, IHealthChecksBuilder health)
    {
        services.AddOptions<StaticSandboxOptions>().Bind(configuration.GetSection(StaticSandboxOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<StaticEndpoints>();
        services.AddSingleton<IRunnerSource, StaticRunnerSource>();
        services.AddSingleton<StaticCatalogue>();
        services.AddHostedService(provider => provider.GetRequiredService<StaticCatalogue>());
        health.AddCheck<StaticCatalogue>("runtimes");
        return services.AddDispatcher(configuration);
    }

    private static IServiceCollection AddDispatcher(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DispatcherOptions>().Bind(configuration.GetSection(DispatcherOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PlanSecrets>();
        services.AddSingleton<DispatcherMetrics>();
        services.AddSingleton<ControlInbox>();
        services.AddSingleton<RunServices>();
        services.AddSingleton<DispatcherReadiness>();
        services.AddHostedService<DispatcherService>();
        return services;
    }
}
