using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Hosting;

/// <summary>Fills the catalogue from the topic on which the operator publishes it: what knows languages needs no cluster.</summary>
internal sealed class CatalogueFollower(RuntimeLog log, RuntimeCatalogue catalogue, KafkaConnection kafka) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await kafka.EnsureTopicAsync(TopicNames.Runtimes, stoppingToken);
        await log.FollowAsync((name, runtime) =>
        {
            if (runtime is not null)
            {
                catalogue.Put(runtime);
                return;
            }
            catalogue.Remove(name);
            // One of the same name may come again, with another number of partitions.
            kafka.Forget(TopicNames.Jobs(name));
        }, catalogue.Complete, stoppingToken);
    }
}
