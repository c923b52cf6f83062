using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Kubernetes.Leading;

namespace RCoder.Operator;

/// <summary>One of several operators works; the others wait.</summary>
internal sealed class OperatorService(IServiceScopeFactory scopes, IKubernetes client, IOptions<LeadershipOptions> options, TimeProvider time, ILogger<Leadership> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new Leadership(client, options.Value, time, log).RunAsync(LeadAsync, stoppingToken);

    private async Task LeadAsync(CancellationToken ct)
    {
        // All that is remembered is of one term.
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OperatorTerm>().RunAsync(ct);
    }
}
