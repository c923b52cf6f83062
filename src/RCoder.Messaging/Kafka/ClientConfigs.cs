using Confluent.Kafka;

namespace RCoder.Messaging.Kafka;

/// <summary>How clients are set up: what the options say, under what RCoder needs.</summary>
internal static class ClientConfigs
{
    public static ClientConfig Common(KafkaOptions options, string servers) => new(new Dictionary<string, string>(options.Client))
    {
        BootstrapServers = servers,
        ClientId = "rcoder",
        ReconnectBackoffMs = 20,
        ReconnectBackoffMaxMs = 500,
        SocketKeepaliveEnable = true,
        TopicMetadataRefreshSparse = true,
        AllowAutoCreateTopics = false,
    };

    public static ProducerConfig Producer(KafkaOptions options, string servers, int timeoutMs) => new(Common(options, servers))
    {
        Acks = Acks.All,
        EnableIdempotence = true,
        LingerMs = 0,
        MessageMaxBytes = KafkaConnection.MaxRecordBytes,
        // The embedded broker is there as long as we are: what is slow is this machine.
        MessageTimeoutMs = options.Embedded ? 0 : timeoutMs,
        QueueBufferingMaxKbytes = 256 << 10,
        SocketNagleDisable = true,
    };

    public static ConsumerConfig Consumer(KafkaOptions options, string servers) => new(Common(options, servers))
    {
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        IsolationLevel = IsolationLevel.ReadCommitted,
        FetchWaitMaxMs = options.Embedded ? 1 : 250,
        // A reader of the embedded broker sleeps only at the end.
        EnablePartitionEof = options.Embedded,
        FetchErrorBackoffMs = 20,
        FetchQueueBackoffMs = 5,
        MaxPartitionFetchBytes = KafkaConnection.MaxRecordBytes,
        QueuedMinMessages = 1000,
        QueuedMaxMessagesKbytes = 16 << 10,
        SocketNagleDisable = true,
    };
}
