using RCoder.Cluster.Clusters;
using RCoder.Cluster.Dispatch;
using RCoder.Cluster.Operator;
using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;

namespace RCoder.Cluster.Chaos;

/// <summary>All of RCoder, as processes, and each of them killed while it works.</summary>
[Collection(nameof(Alone))]
public sealed class KilledTests(OperatorCluster on, ITestOutputHelper output) : IClassFixture<OperatorCluster>
{
    private const int Runs = 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_killed_every_run_ends_right_and_once_and_nothing_is_left_over()
    {
        Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
        var name = $"{on.Namespace}-killed";
        await on.Runtimes.ApplyAsync(name, OperatorCluster.Python(name) with { Pool = new() { Min = 3, Max = 6, CpuRequest = "10m" } });
        await Proved.WriteAsync(on, name);
        var @operator = await on.StartOperatorAsync();
        await on.Runtimes.ReadyAsync(name);
        var (dispatcher, api) = (await on.StartAsync("dispatcher"), await on.StartAsync("api"));
        await dispatcher.FreeAsync(3);
        var ids = await Task.WhenAll(Enumerable.Range(0, Runs).Select(i => api.Http.AcceptAsync(Program(name, i), Ct)));

        // Some run, some have pods that start, most wait.
        await OutputAsync(api, ids[0]);
        await dispatcher.KillAsync();
        dispatcher = await on.StartAsync("dispatcher");
        await @operator.KillAsync();
        @operator = await on.StartOperatorAsync();
        await api.KillAsync();
        api = await on.StartAsync("api");

        // And once more, all at one time, when about half have ended.
        foreach (var id in ids.Take(Runs / 2))
            await api.Http.EventsAsync(id, null, Ct);
        await Task.WhenAll(dispatcher.KillAsync(), @operator.KillAsync(), api.KillAsync());
        await on.StartOperatorAsync();
        await on.StartAsync("dispatcher");
        api = await on.StartAsync("api");

        var attempts = new List<int>();
        for (var i = 0; i < Runs; i++)
        {
            var events = await api.Http.EventsAsync(ids[i], null, Ct);
            Assert.Single(events, e => e.Type == "finished");
            var result = await api.Http.GetAsync(ids[i], Ct);
            Assert.Equal((Outcome.Succeeded, $"begun\n{i}\n", null), (result.Outcome, result.Stdout, result.Message));
            attempts.Add(result.Attempt);
        }
        output.WriteLine($"attempts: {string.Join(' ', attempts)}");

        await on.Runtimes.DeleteAsync(name);
        output.WriteLine($"all of it gone after {(await on.Runtimes.GoneAsync(name, seconds: 120)).TotalSeconds:0.0} s");
        Assert.Empty((await on.JobsAsync(name)).Items);
        Assert.Empty(await on.PodsAsync(name));
        // Kafka gives what a dead dispatcher had not committed to the next one when it has missed it for long enough: they stay until then.
        await Waiting.Until("its record and topic are gone", async () => await Topics.RecordAsync(on, name) is null && !Topics.Exists(on, name), TimeSpan.FromMinutes(2));
    }

    private static object Program(string language, int i) => new { language, source = $"import time\nprint('begun')\ntime.sleep({1 + (i % 4)})\nprint({i})" };

    private static async Task OutputAsync(RoleProcess api, ExecutionId id)
    {
        await foreach (var e in api.Http.FollowAsync(id, null, Ct))
        {
            if (e.Type == "output")
                return;
        }
    }
}
