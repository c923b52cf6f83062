using Microsoft.Extensions.Options;
using RCoder.Kubernetes.Executions;
using RCoder.Runtimes.Runners;

namespace RCoder.Operator;

/// <summary>Speaks to runners in pods.</summary>
internal sealed class RunnerConnections(IOptions<OperatorOptions> options) : IDisposable
{
    private readonly SocketsHttpHandler handler = new() { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) };
    private readonly string token = options.Value.ReadPoolToken();

    /// <param name="address">The pod's.</param>
    public RunnerClient To(string address) => new(
        new HttpClient(handler, disposeHandler: false) { BaseAddress = ExecutionJob.RunnerAt(address), Timeout = Timeout.InfiniteTimeSpan }, token);

    public void Dispose() => handler.Dispose();
}
