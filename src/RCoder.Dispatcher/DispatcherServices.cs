using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RCoder.Configuration;
using RCoder.Dispatcher.Runs;
using RCoder.Dispatcher.Sandboxes;
using RCoder.Dispatcher.Sandboxes.Kubernetes;
using RCoder.Dispatcher.Sandboxes.Local;
using RCoder.Dispatcher.Sandboxes.Static;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Executions;

namespace RCoder.Dispatcher;

public static class DispatcherServices
{
    // The cluster's quota is the bound that counts there.
    private const int ConcurrentOnCluster = 1000;

    /// <summary>The dispatcher, with sandboxes of bubblewrap on this machine. Needs messaging and a RuntimeCatalogue.</summary>
    public static IServiceCollection AddLocalDispatcher(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<LocalSandboxOptions>(configuration, LocalSandboxOptions.Section);
        services.AddSingleton<LocalRunnerSource>();
        services.AddSingleton<IRunnerSource>(provider => provider.GetRequiredService<LocalRunnerSource>());
        services.AddHostedService(provider => provider.GetRequiredService<LocalRunnerSource>());
        services.AddSingleton(provider => new LocalSandboxProbe(provider.GetRequiredService<LocalRunnerSource>().TryAsync));
        return services.AddDispatcher(configuration, concurrent: Environment.ProcessorCount * 4, new PoolTokens(required: false));
    }

    /// <summary>The dispatcher, with pods of a Kubernetes cluster. Needs messaging and a RuntimeCatalogue.</summary>
    public static IServiceCollection AddKubernetesDispatcher(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKubernetes(configuration);
        services.AddSettings<ExecutionsOptions>(configuration, ExecutionsOptions.Section);
        services.AddSingleton<RunnerConnections>();
        services.AddSingleton<FreePods>();
        services.AddSingleton<PodOffers>();
        services.AddSingleton<ExecutionJobs>();
        services.AddSingleton<ColdPods>();
        services.AddSingleton<RunnerSearch>();
        services.AddSingleton<KubernetesRunnerSource>();
        services.AddSingleton<IRunnerSource>(provider => provider.GetRequiredService<KubernetesRunnerSource>());
        services.AddSingleton<ExecutionPods>();
        services.AddSingleton<JobChores>();
        services.AddHostedService(provider => provider.GetRequiredService<ExecutionPods>());
        services.AddHostedService(provider => provider.GetRequiredService<JobChores>());
        services.AddHostedService(provider => provider.GetRequiredService<KubernetesRunnerSource>());
        services.AddHostedService<LeftoverJobs>();
        services.AddHealthChecks().AddCheck<PodsHealth>("pods");
        return services.AddDispatcher(configuration, ConcurrentOnCluster, new PoolTokens(required: true));
    }

    /// <summary>The dispatcher, with runners that somebody else keeps up. It publishes the catalogue too. Needs messaging and a RuntimeCatalogue.</summary>
    public static IServiceCollection AddStaticDispatcher(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<StaticSandboxOptions>(configuration, StaticSandboxOptions.Section);
        services.AddSingleton<StaticEndpoints>();
        services.AddSingleton<IRunnerSource, StaticRunnerSource>();
        services.AddSingleton<StaticCatalogue>();
        services.AddHostedService(provider => provider.GetRequiredService<StaticCatalogue>());
        services.AddHealthChecks().AddCheck<StaticCatalogue>("runtimes");
        return services.AddDispatcher(configuration, ConcurrentOnCluster, new PoolTokens(required: true));
    }

    private static IServiceCollection AddDispatcher(this IServiceCollection services, IConfiguration configuration, int concurrent, PoolTokens tokens)
    {
        services.AddSettings<DispatcherOptions>(configuration, DispatcherOptions.Section);
        services.PostConfigure<DispatcherOptions>(options => options.MaxConcurrent = options.MaxConcurrent == 0 ? concurrent : options.MaxConcurrent);
        services.AddSingleton<IPostConfigureOptions<DispatcherOptions>>(tokens);
        services.AddSingleton<IValidateOptions<DispatcherOptions>>(tokens);
        services.AddSingleton<PlanSecrets>();
        services.AddSingleton<DispatcherMetrics>();
        services.AddSingleton<ControlInbox>();
        services.AddSingleton<RunServices>();
        services.AddSingleton<DispatcherReadiness>();
        services.AddHostedService<DispatcherService>();
        return services;
    }
}
