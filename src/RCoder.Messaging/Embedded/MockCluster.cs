using System.Runtime.InteropServices;
using static RCoder.Messaging.Embedded.Librdkafka;

namespace RCoder.Messaging.Embedded;

/// <summary>librdkafka's in-process broker: it speaks the Kafka protocol on loopback, keeps all in memory, and forgets all with the process.</summary>
internal sealed unsafe class MockCluster : IDisposable
{
    private const int Producer = 0;

    private readonly IntPtr client;
    private readonly IntPtr cluster;

    public MockCluster()
    {
        var error = stackalloc byte[ErrorBytes];
        var conf = rd_kafka_conf_new();
        // Only warnings that matter: the client that carries the cluster has no broker of its own, and says so.
        rd_kafka_conf_set(conf, "log_level", "3", error, ErrorBytes);
        client = rd_kafka_new(Producer, conf, error, ErrorBytes);
        if (client == IntPtr.Zero)
            throw new InvalidOperationException($"librdkafka could not start: {Text(error)}");
        cluster = rd_kafka_mock_cluster_new(client, 1);
        if (cluster == IntPtr.Zero)
            throw new InvalidOperationException("librdkafka could not start its in-process broker");
        rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, 0);
        rd_kafka_mock_set_group_consumer_heartbeat_interval_ms(cluster, 1000);
    }

    public string BootstrapServers => Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(cluster))!;

    /// <summary>Makes the topic; one that is there already is left as it is.</summary>
    public void CreateTopic(string name, int partitions) => rd_kafka_mock_topic_create(cluster, name, partitions, 1);

    public void Dispose()
    {
        rd_kafka_mock_cluster_destroy(cluster);
        rd_kafka_destroy(client);
    }
}
