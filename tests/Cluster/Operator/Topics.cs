using Confluent.Kafka;
using Confluent.Kafka.Admin;
using RCoder.Cluster.Clusters;
using RCoder.Contracts.Runtimes;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;

namespace RCoder.Cluster.Operator;

/// <summary>What Kafka holds of a runtime.</summary>
internal static class Topics
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static bool Exists(OperatorCluster on, string runtime)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = on.Get<KafkaConnection>().BootstrapServers }).Build();
        var name = on.Get<KafkaConnection>().Name(TopicNames.Jobs(runtime));
        return admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Exists(topic => topic.Topic == name);
    }

    /// <summary>Brokers forget a topic some time after they have agreed to.</summary>
    public static Task GoneAsync(OperatorCluster on, string runtime) => Waiting.Until($"the topic of {runtime} is gone", () => !Exists(on, runtime));

    /// <summary>A job that no dispatcher has read: what is in it makes no difference to an operator.</summary>
    public static async Task QueueAsync(OperatorCluster on, string runtime)
    {
        var kafka = on.Get<KafkaConnection>();
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All }).Build();
        await producer.ProduceAsync(new TopicPartition(kafka.Name(TopicNames.Jobs(runtime)), 0), new() { Value = "a job" }, Ct);
    }

    /// <summary>As if dispatchers had ended all that is queued.</summary>
    public static async Task EndQueuedAsync(OperatorCluster on, string runtime)
    {
        var kafka = on.Get<KafkaConnection>();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        var partition = new TopicPartition(kafka.Name(TopicNames.Jobs(runtime)), 0);
        var end = (await admin.ListOffsetsAsync([new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() }])).ResultInfos.Single().TopicPartitionOffsetError.Offset;
        await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(kafka.Name(JobQueue.Group), [new TopicPartitionOffset(partition, end)])]);
    }

    /// <summary>The catalogue's record of it; null: none, or no more.</summary>
    public static async Task<Runtime?> RecordAsync(OperatorCluster on, string runtime)
    {
        Runtime? found = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        try
        {
            await on.Get<RuntimeLog>().FollowAsync((name, record) => found = name == runtime ? record : found, stop.Cancel, stop.Token);
        }
        catch (OperationCanceledException) when (!Ct.IsCancellationRequested)
        {
        }
        return found;
    }
}
