using Confluent.Kafka;
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
