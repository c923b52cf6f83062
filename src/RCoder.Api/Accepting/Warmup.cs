using Microsoft.Extensions.Hosting;
using RCoder.Api.Executions;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Api.Accepting;

/// <summary>Opens the connections and looks up the topics that the first requests would else wait for.</summary>
internal sealed class Warmup(
    JobWriter jobs, EventWriter events, ControlWriter control, IdempotencyLog keys, EventTail tail, KafkaConnection connection, RuntimeCatalogue catalogue) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        jobs.Warm();
        events.Warm();
        control.Warm();
        keys.Warm();
        await tail.Started.WaitAsync(stoppingToken);
        LookUp([TopicNames.Events, TopicNames.Control]);
        using var changes = new SemaphoreSlim(1);
        void Again() => changes.Release();
        catalogue.Changed += Again;
        try
        {
            while (true)
            {
                await changes.WaitAsync(stoppingToken);
                LookUp(catalogue.All.Where(runtime => runtime.Ready).Select(runtime => TopicNames.Jobs(runtime.Name)));
            }
        }
        finally
        {
            catalogue.Changed -= Again;
        }
    }

    private void LookUp(IEnumerable<string> topics)
    {
        foreach (var topic in topics)
        {
            try
            {
                connection.PartitionsOf(topic);
            }
            catch (BrokerUnavailableException)
            {
                // The topic comes later; then the first request that needs it looks for itself.
            }
        }
    }
}
