using Confluent.Kafka.Admin;
using RCoder.Contracts.Topics;

namespace RCoder.Messaging.Kafka;

/// <summary>How each topic is made. Settings: Apache Kafka, "Topic Configs".</summary>
internal sealed record TopicPlan(int Partitions, short ReplicationFactor, Dictionary<string, string> Configs)
{
    public static TopicPlan For(string name, KafkaOptions options)
    {
        var configs = new Dictionary<string, string> { ["max.message.bytes"] = $"{KafkaConnection.MaxRecordBytes}" };
        var hours = (int h) => $"{h * 3_600_000L}";
        var partitions = options.JobPartitions;
        switch (name)
        {
            case TopicNames.Events:
                configs["retention.ms"] = hours(options.EventRetentionHours);
                partitions = options.EventPartitions;
                break;
            case TopicNames.Control:
                configs["retention.ms"] = hours(24);
                partitions = options.EventPartitions;
                break;
            case TopicNames.Idempotency:
                // Not compacted: compaction keeps the last record of a key, and here the first one counts.
                configs["retention.ms"] = hours(24);
                partitions = 1;
                break;
            case TopicNames.Runtimes:
                configs["cleanup.policy"] = "compact";
                partitions = 1;
                break;
            default:
                configs["retention.ms"] = hours(7 * 24);
                break;
        }
        return new TopicPlan(partitions, options.ReplicationFactor, configs);
    }

    public TopicSpecification Specification(string fullName) => new()
    {
        Name = fullName,
        NumPartitions = Partitions,
        ReplicationFactor = ReplicationFactor,
        Configs = Configs,
    };
}
