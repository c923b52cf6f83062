using RCoder.Hosting;
using RCoder.Hosting.Health;
using RCoder.Operator;

namespace RCoder.Roles;

/// <summary>Keeps the cluster, and Kafka, as the LanguageRuntimes say. Of several, one works.</summary>
internal static class OperatorRole
{
    internal const int MetricsPort = 8082;

    public static Task<int> RunAsync(string[] args) => RoleHost.RunAsync(args, LogFormat.Auto, HealthEndpoints.PortSetting, Add, HealthEndpoints.Map);

    private static void Add(WebApplicationBuilder builder)
    {
        RealKafka.AddTo(builder);
        builder.Services.AddOperator(builder.Configuration);
        HealthEndpoints.AddTo(builder, MetricsPort).AddCheck<KafkaHealth>("kafka");
    }
}
