using Microsoft.Extensions.Diagnostics.HealthChecks;
using RCoder.Messaging.Kafka;

namespace RCoder.Hosting.Health;

internal sealed class KafkaHealth(KafkaConnection kafka) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await kafka.ProbeAsync(Patience) is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy();
}
