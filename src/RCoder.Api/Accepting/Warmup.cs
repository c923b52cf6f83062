using Microsoft.Extensions.Hosting;
using RCoder.Api.Executions;
using RCoder.Contracts.Runtimes;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Api.Accepting;

/// <summary>Opens the connections and looks up the topics that the first requests would else wait for.</summary>
internal sealed class Warmup(JobWriter jobs, EventWriter events, EventTail tail, KafkaConnection connection, RuntimeCatalogue catalogue) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        jobs.Warm();
        events.Warm();
        await tail.Started.WaitAsync(stoppingToken);
        using var changes = new SemaphoreSlim(1);
        void Again() => changes.Release();
        catalogue.Changed += Again;
        try
        {
            while (true)
            {
                await changes.WaitAsync(stoppingToken);
                LookUp(catalogue.All);
            }
        }
        finally
        {
            catalogue.Changed -= Again;
        }
    }

    private void LookUp(IEnumerable<Runtime> runtimes)
    {
        foreach (var runtime in runtimes.Where(runtime => runtime.Ready))
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
