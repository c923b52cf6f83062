using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

internal sealed class PodsHealth(ExecutionPods pods) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(pods.Synced.IsCompleted ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the execution pods are not known yet"));
}
