using System.Net;
using System.Net.Sockets;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runners;
using RCoder.Dispatcher;
using RCoder.Dispatcher.Sandboxes.Kubernetes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Executions;

namespace RCoder.Integration.Runs;

public sealed class SilentPodsTests
{
    private const string Silent = "127.77.0.1", Answering = "127.77.0.2";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pods_that_say_nothing_keep_none_that_answers_from_its_turn()
    {
        // The kernel takes the connections, and nobody reads them.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Parse(Silent), ExecutionJob.RunnerPort));
        silent.Listen();
        await using var answering = await RunnerAsync(Answering);

        var free = new FreePods(new DispatcherMetrics());
        using var offers = new PodOffers(free, TimeProvider.System, NullLogger<PodOffers>.Instance);
        var offered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        offers.Offered += offered.SetResult;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var asking = Enumerable.Range(0, 80).Select(i => offers.OfferAsync(Pod($"silent-{i}", Silent), stop.Token)).ToList();
        asking.Add(offers.OfferAsync(Pod("answering", Answering), stop.Token));
        await offered.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct);

        Assert.True(free.TryTake(new PoolKey("python", "1"), out var taken));
        Assert.Equal("answering", taken.Name);
        await stop.CancelAsync();
        await Task.WhenAll(asking);
    }

    private static ExecutionPod Pod(string name, string address)
    {
        var pod = new V1Pod
        {
            Metadata = new() { Name = name, Labels = new Dictionary<string, string> { [Names.RuntimeLabel] = "python", [Names.PoolLabel] = "1" } },
            Status = new() { Phase = "Running", PodIP = address, ContainerStatuses = [new() { Name = "runner", State = new() { Running = new() } }] },
        };
        var execution = new ExecutionPod(pod, new RunnerConnections(Options.Create(new DispatcherOptions())), TimeProvider.System);
        execution.See(pod, deleted: false);
        return execution;
    }

    private static async Task<WebApplication> RunnerAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{address}:{ExecutionJob.RunnerPort}");
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync(System.Text.Json.JsonSerializer.Serialize(new RunnerState { State = RunnerPhase.Free }, Wire.Json.RunnerState)));
        await app.StartAsync(Ct);
        return app;
    }
}
