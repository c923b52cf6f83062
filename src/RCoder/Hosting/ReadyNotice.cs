using Microsoft.Extensions.Options;
using RCoder.Api;
using RCoder.Dispatcher;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Hosting;

/// <summary>Tells the person who started it that it is ready, and where.</summary>
internal sealed class ReadyNotice(
    RuntimeCatalogue catalogue, DispatcherReadiness dispatcher, IHostApplicationLifetime lifetime, IOptions<ServeOptions> serve, IOptions<ApiOptions> api) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await Task.WhenAll(started.Task, catalogue.Completed, dispatcher.Ready).WaitAsync(stoppingToken);
        var host = serve.Value.Address is "0.0.0.0" or "::" ? "localhost" : serve.Value.Address;
        Console.WriteLine($"""

            RCoder {(catalogue.Trouble is { } trouble ? $"is up, but can run nothing: {trouble}." : "is ready.")}
              editor  http://{host}:{api.Value.EditorPort}
              API     http://{host}:{serve.Value.ApiPort}/docs
            """);
    }
}
