using RCoder.Dispatcher;
using RCoder.Hosting;
using RCoder.Hosting.Health;

namespace RCoder.Roles;

/// <summary>Takes jobs from Kafka and sees each to its end in a pod.</summary>
internal static class DispatcherRole
{
    internal const int MetricsPort = 8081;

    public static Task<int> RunAsync(string[] args) => RoleHost.RunAsync(args, LogFormat.Auto, HealthEndpoints.PortSetting, Add, HealthEndpoints.Map);

    private static void Add(WebApplicationBuilder builder)
    {
        RealKafka.AddTo(builder);
        builder.Services.AddHostedService<CatalogueFollower>();
        // What is no kind is refused with all other settings, when they are bound.
        if (Enum.TryParse<SandboxKind>(builder.Configuration[$"{DispatcherOptions.Section}:{nameof(DispatcherOptions.Sandboxes)}"], ignoreCase: true, out var kind) && kind == SandboxKind.Static)
            builder.Services.AddStaticDispatcher(builder.Configuration);
        else
            builder.Services.AddKubernetesDispatcher(builder.Configuration);
        HealthEndpoints.AddTo(builder, MetricsPort).AddCheck<KafkaHealth>("kafka").AddCheck<CatalogueHealth>("catalogue");
    }
}
