using System.ComponentModel.DataAnnotations;
using RCoder.Configuration;

namespace RCoder.Messaging.Kafka;

/// <summary>Section <c>Kafka</c> of the configuration.</summary>
public sealed class KafkaOptions
{
    public const string Section = "Kafka";

    /// <summary><c>host:port,host:port</c>. Empty: a broker inside this process, whose queue does not outlive it.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>Any setting of librdkafka for all clients: <c>security.protocol</c>, <c>sasl.username</c>, <c>ssl.ca.location</c> …</summary>
    [Secret]
    public Dictionary<string, string> Client { get; init; } = [];

    /// <summary>Partitions of each job topic that RCoder makes: at most so many dispatchers share a language. 1 to 1000.</summary>
    [Range(1, 1000)]
    public int JobPartitions { get; set; } = 4;

    /// <summary>Partitions of <c>rcoder.events</c> when RCoder makes it. 1 to 1000.</summary>
    [Range(1, 1000)]
    public int EventPartitions { get; set; } = 4;

    /// <summary>Replicas of each topic that RCoder makes, 1 to 10; -1 is the brokers' own default.</summary>
    [Range(-1, 10)]
    [DeniedValues((short)0, ErrorMessage = "must be from 1 to 10, or -1 for the brokers' own default")]
    public short ReplicationFactor { get; set; } = -1;

    /// <summary>How long events can be replayed, in hours. 1 to 8760.</summary>
    [Range(1, 8760)]
    public int EventRetentionHours { get; set; } = 24;

    /// <summary>How long a write of the API waits for the broker before it is refused, in milliseconds. 100 to 30000.</summary>
    [Range(100, 30_000)]
    public int WriteTimeoutMs { get; set; } = 800;

    /// <summary>Goes before every topic and consumer group: several installations can share one Kafka. Empty, or up to 40 of <c>a-z 0-9 . -</c>.</summary>
    [RegularExpression("^[a-z0-9.-]{0,40}$", ErrorMessage = "must be up to 40 of a-z, 0-9, '.' and '-'")]
    public string Prefix { get; set; } = "";

    public bool Embedded => string.IsNullOrWhiteSpace(BootstrapServers);
}
