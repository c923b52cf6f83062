using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Integration.Api;
using RCoder.Integration.Hosting;

namespace RCoder.Integration.Runs;

/// <summary>Kafka is out of a dispatcher's reach while a program runs, for longer than its producer has room.</summary>
public sealed class BrokerOutOfReachTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.4", false)]
    [InlineData("127.0.0.5", true)]
    public async Task The_run_ends_when_it_comes_back_and_its_output_is_whole(string address, bool goneBefore)
    {
        var missing = BrokerProxy.Missing(out var port);
        Assert.SkipWhen(missing is not null, missing ?? "");
        var prefix = $"test-{Guid.NewGuid():N}-"[..14];
        using var proxy = new BrokerProxy(address, port);
        if (!goneBefore)
            proxy.Connect();
        try
        {
            await using var on = await RunOnARunner.PrepareAsync(
                Kafka($"127.0.0.1:{port}", prefix), new(Kafka(proxy.BootstrapServers, prefix)) { ["Kafka:Client:queue.buffering.max.messages"] = "10" }, Ct);
            var run = on.RunAsync("import time\nfor i in range(100): print(i, flush=True); time.sleep(0.01)");
            if (!goneBefore)
            {
                await on.SeeAsync(e => e is Output, Ct);
                proxy.Disconnect();
            }
            using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!goneBefore && (await on.Sandbox.StateAsync(Ct)).State != RunnerPhase.Finished)
                await look.WaitForNextTickAsync(Ct);
            // Nothing of it is acknowledged, so it is not over.
            Assert.False(run.IsCompleted);

            proxy.Connect();
            await run.WaitAsync(TimeSpan.FromSeconds(60), Ct);
            var events = await on.EventsAsync(Ct);
            Assert.Equal(Enumerable.Range(1, events.Count), events.Select(e => e.Seq));
            Assert.Equal(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i}\n")), string.Concat(events.OfType<Output>().Select(e => e.Text)));
            Assert.Equal((1, Outcome.Succeeded, new Truncation()), events[^1] is Finished end ? (end.Attempt, end.Outcome, end.Truncated) : default);
        }
        finally
        {
            await TestTopics.DeleteAsync($"127.0.0.1:{port}", prefix);
        }
    }

    private static Dictionary<string, string?> Kafka(string servers, string prefix) =>
        new() { ["Kafka:BootstrapServers"] = servers, ["Kafka:Prefix"] = prefix, ["Kafka:WriteTimeoutMs"] = "800" };
}
