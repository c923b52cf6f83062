using Microsoft.Extensions.Diagnostics.HealthChecks;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Hosting.Health;

internal sealed class CatalogueHealth(RuntimeCatalogue catalogue) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(catalogue.IsComplete ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the languages are still being read from the catalogue topic"));
}
