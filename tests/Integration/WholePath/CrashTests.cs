using System.Collections.Concurrent;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Integration.Hosting;
using RCoder.Messaging.Logs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RCoder.Messaging;

namespace RCoder.Integration.WholePath;

/// <summary>On a real Kafka alone: the embedded broker goes with the process, and so it says.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_with_200_accepted_runs_it_ends_each_of_them_once()
    {
        await using var serving = new ServingKafka();
        Assert.SkipWhen(serving.Missing is not null, serving.Missing ?? "");
        ExecutionId[] ids;
        await using (var first = await ServeProcess.StartAsync(serving.BootstrapServers, serving.Settings, Ct))
        {
            ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
                first.Api.AcceptAsync(new { language = "python", source = $"import time; time.sleep(0.05); print({i})" }, Ct)));
            // In the midst of it: some have ended, some run, most wait.
            await first.Api.EventsAsync(ids[20], null, Ct);
            await first.KillAsync();
        }
        await using (var second = await ServeProcess.StartAsync(serving.BootstrapServers, serving.Settings, Ct))
        {
            var results = await Task.WhenAll(ids.Select(async id =>
            {
                await second.Api.EventsAsync(id, null, Ct);
                return await second.Api.GetAsync(id, Ct);
            }));
            Assert.All(results, result => Assert.Equal(Outcome.Succeeded, result.Outcome));
            Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}\n"), results.Select(result => result.Stdout));
            output.WriteLine($"{results.Count(r => r.Attempt > 1)} of 200 were running when it was killed and were tried again");
        }
        var ends = await TerminalEventsAsync(serving);
        Assert.Equal(ids.Select(id => id.ToString()).Order(), ends.Keys.Select(id => id.ToString()).Order());
        Assert.All(ends.Values, count => Assert.Equal(1, count));
    }

    private static async Task<IReadOnlyDictionary<ExecutionId, int>> TerminalEventsAsync(ServingKafka serving)
    {
        var settings = serving.Settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);
        settings["Kafka:BootstrapServers"] = serving.BootstrapServers;
        await using var services = new ServiceCollection().AddLogging()
            .AddMessaging(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        var log = services.GetRequiredService<EventLog>();
        var ends = new ConcurrentDictionary<ExecutionId, int>();
        for (var partition = 0; partition < log.Partitions; partition++)
        {
            await log.ReadAsync(partition, DateTimeOffset.UtcNow.AddMinutes(-30), record =>
            {
                if (record.Value is Finished)
                    ends.AddOrUpdate(record.Value.Id, 1, (_, count) => count + 1);
            }, Ct);
        }
        return ends;
    }
}
