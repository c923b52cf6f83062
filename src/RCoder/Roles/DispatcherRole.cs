using RCoder.Dispatcher;
using RCoder.Hosting;
using RCoder.Hosting.Health;

namespace RCoder.Roles;

/// <summary>Takes jobs from Kafka and sees each to its end in a pod, or in a container that somebody else keeps up.</summary>
internal static class DispatcherRole
{
    private const int MetricsPort = 8081;

    public static Task<int> RunAsync(string[] args) => RoleHost.RunAsync(args, LogFormat.Auto, HealthEndpoints.PortSetting, Add, HealthEndpoints.Map);

    private static void Add(WebApplicationBuilder builder)
    {
        RealKafka.AddTo(builder);
        builder.Services.AddHostedService<CatalogueFollower>();
        var health = HealthEndpoints.AddTo(builder, MetricsPort).AddCheck<KafkaHealth>("kafka").AddCheck<CatalogueHealth>("catalogue");
        switch (builder.Configuration["Dispatcher:Sandboxes"])
        {
            case null or "" or nameof(SandboxKind.Kubernetes):
                builder.Services.AddKubernetesDispatcher(builder.Configuration);
                break;
            case nameof(SandboxKind.Static):
                builder.Services.AddStaticDispatcher(builder.Configuration, health);
                break;
            case var other:
                throw new SettingsException([$"Dispatcher:Sandboxes is '{other}'; it must be one of {string.Join(", ", Enum.GetNames<SandboxKind>())}"]);
        }
    }
}
