using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RCoder.Configuration;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Leading;
using RCoder.Operator.Catalogue;
using RCoder.Operator.Cluster;
using RCoder.Operator.Conformance;
using RCoder.Operator.Draining;
using RCoder.Operator.Pools;
using RCoder.Operator.Reconciling;

namespace RCoder.Operator;

public static class OperatorServices
{
    /// <summary>Of <see cref="LeadershipOptions"/>, whose namespace is <see cref="OperatorOptions.Namespace"/> unless it says another.</summary>
    private const string LeadershipSection = "Leadership";

    /// <summary>The operator. Needs messaging on a real Kafka.</summary>
    public static IServiceCollection AddOperator(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<OperatorOptions>(configuration, OperatorOptions.Section);
        services.AddSingleton<IValidateOptions<OperatorOptions>, OperatorOptionsCheck>();
        services.AddSettings<ExecutionsOptions>(configuration, ExecutionsOptions.Section);
        // Not by IOptions: what is wrong with them would be told twice, and what is wrong with these not at all.
        services.AddSettings<LeadershipOptions>(configuration, LeadershipSection, leadership =>
            leadership.Namespace = configuration[$"{OperatorOptions.Section}:{nameof(OperatorOptions.Namespace)}"] is { Length: > 0 } own ? own : new OperatorOptions().Namespace);
        services.AddKubernetes(configuration);
        services.AddSingleton<OperatorMetrics>();
        services.AddSingleton<RunnerConnections>();
        services.AddSingleton<EventRecorder>();
        services.AddScoped<ClusterState>();
        services.AddScoped<PoolKeeper>();
        services.AddScoped(provider => RefillGateOf(provider.GetRequiredService<IOptions<OperatorOptions>>().Value));
        services.AddScoped<CaseRunner>();
        services.AddScoped<Prover>();
        services.AddScoped<ResourceWriter>();
        services.AddScoped<Drain>();
        services.AddScoped<CatalogueKeeper>();
        services.AddScoped<Gatherer>();
        services.AddScoped<RuntimeReconciler>();
        services.AddScoped<OperatorTerm>();
        services.AddHostedService<OperatorService>();
        return services;
    }

    private static RefillGate RefillGateOf(OperatorOptions options) => new(TimeSpan.FromSeconds(options.RefillHoldSeconds), options.MaxStarting);
}
