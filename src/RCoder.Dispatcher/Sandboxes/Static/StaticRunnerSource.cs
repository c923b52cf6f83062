using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Runtimes.Catalogue;
using RCoder.Runtimes.Runners;

namespace RCoder.Dispatcher.Sandboxes.Static;

/// <summary>Runners at known names, which come back by themselves after each execution. None is ever made here.</summary>
internal sealed class StaticRunnerSource(
    StaticEndpoints endpoints, RuntimeCatalogue catalogue, IOptions<StaticSandboxOptions> options, IOptions<DispatcherOptions> dispatcher, TimeProvider time) : IRunnerSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Each with the connection that has it: who finds its execution again has it from then on.
    private readonly ConcurrentDictionary<IPEndPoint, RunnerClient> ours = new();

    public async ValueTask<Runner> AcquireAsync(RunnerRequest request, CancellationToken ct)
    {
        while (true)
        {
            var asked = endpoints.Known(request.Runtime.Name).Where(endpoint => !ours.ContainsKey(endpoint)).Select(endpoint => FreeAsync(endpoint, ct)).ToList();
            if (await FirstAsync(asked) is { } runner)
                return runner;
            await request.Waits($"every container of {request.Runtime.Name} has a program, or is starting");
            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.LookMs), time, ct);
        }
    }

    public async ValueTask<Runner?> FindAsync(ExecutionId id, CancellationToken ct)
    {
        var answers = await Task.WhenAll(catalogue.All.SelectMany(runtime => endpoints.Known(runtime.Name)).Select(endpoint => HolderAsync(endpoint, id, ct)));
        return answers.FirstOrDefault(runner => runner is not null);
    }

    // A container that has ended is soon another one, which refuses to speak of this execution.
    public bool HasEnded(Runner runner) => false;

    // Its container tells nobody why it ended; a program that its own limits end is told of by the runner.
    public ValueTask<RunnerLoss> ExplainAsync(Runner runner, string said, CancellationToken ct) => new(new RunnerLoss(null, $"container {runner.Name} went away: {said}"));

    public void Release(Runner runner, RunnerEnd end) => _ = ReleaseAsync(runner, end);

    private async Task ReleaseAsync(Runner runner, RunnerEnd end)
    {
        if (end == RunnerEnd.Done)
            await runner.DismissAsync();
        ours.TryRemove(KeyValuePair.Create(IPEndPoint.Parse(runner.Name), runner.Client));
        runner.Client.Dispose();
    }

    /// <summary>The first that turns out to be free: one that is down does not hold up the others.</summary>
    private async Task<Runner?> FirstAsync(List<Task<Runner?>> asked)
    {
        while (asked.Count > 0)
        {
            var answered = await Task.WhenAny(asked);
            asked.Remove(answered);
            if (await answered is not { } runner)
                continue;
            foreach (var other in asked)
                _ = GiveBackAsync(other);
            return runner;
        }
        return null;
    }

    private async Task GiveBackAsync(Task<Runner?> asked)
    {
        if (await asked is { } runner)
            Release(runner, RunnerEnd.Unused);
    }

    private async Task<Runner?> FreeAsync(IPEndPoint endpoint, CancellationToken ct)
    {
        var client = Open(endpoint);
        if (ours.TryAdd(endpoint, client))
        {
            if (await StateAsync(client, ct) is { State: RunnerPhase.Free })
                return new Runner(endpoint.ToString(), Warm: true, client);
            ours.TryRemove(KeyValuePair.Create(endpoint, client));
        }
        client.Dispose();
        return null;
    }

    private async Task<Runner?> HolderAsync(IPEndPoint endpoint, ExecutionId id, CancellationToken ct)
    {
        var client = Open(endpoint);
        if (await StateAsync(client, ct) is { } state && state.Execution == id)
        {
            ours[endpoint] = client;
            return new Runner(endpoint.ToString(), Warm: true, client);
        }
        client.Dispose();
        return null;
    }

    private static async Task<RunnerState?> StateAsync(RunnerClient client, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        try
        {
            return await client.StateAsync(limited.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private RunnerClient Open(IPEndPoint endpoint)
    {
        var handler = KeptConnection.Handler();
        handler.ConnectTimeout = Patience;
        return KeptConnection.To(new Uri($"http://{endpoint}"), handler, dispatcher.Value.PoolToken);
    }
}
