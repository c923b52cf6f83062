using Microsoft.Extensions.Hosting;
using RCoder.Api.Executions;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Api.Accepting;

/// <summary>Opens the connections and looks up the topics that the first requests would else wait for.</summary>
internal sealed class Warmup(JobWriter jobs, EventWriter events, EventTail tail, KafkaConnection connection, RuntimeCatalogue catalogue) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        jobs.Warm();
        events.Warm();
        using var again = new PeriodicTimer(BetweenTries);
        while (!tail.IsStarted)
            await again.WaitForNextTickAsync(stoppingToken);
        foreach (var runtime in catalogue.All.Where(runtime => runtime.Ready))
        {
            try
            {
                connection.PartitionsOf(TopicNames.Jobs(runtime.Name));
            }
            catch (BrokerUnavailableException)
            {
                // Its topic comes later; then the first request of that language looks for itself.
            }
        }
    }
}
