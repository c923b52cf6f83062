using System.Runtime.InteropServices;
using System.Text;

namespace RCoder.Messaging.Embedded;

/// <summary>
/// librdkafka's in-process broker (<c>rdkafka_mock.h</c>): it speaks the Kafka protocol on loopback, keeps all
/// in memory, and forgets all with the process.
/// </summary>
internal sealed unsafe partial class MockCluster : IDisposable
{
    private const string Lib = "librdkafka-mock";
    private const int Producer = 0;

    private readonly IntPtr client;
    private readonly IntPtr cluster;

    static MockCluster() => NativeLibrary.SetDllImportResolver(typeof(MockCluster).Assembly, Resolve);

    public MockCluster()
    {
        var error = stackalloc byte[512];
        var conf = rd_kafka_conf_new();
        // Only warnings that matter: the client that carries the cluster has no broker of its own, and says so.
        rd_kafka_conf_set(conf, "log_level", "3", error, 512);
        client = rd_kafka_new(Producer, conf, error, 512);
        if (client == IntPtr.Zero)
            throw new InvalidOperationException($"librdkafka could not start: {Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(error))}");
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

    // The build named centos8 has all in itself; the default one wants a libsasl2 that Debian lacks.
    private static IntPtr Resolve(string name, System.Reflection.Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Lib)
            return IntPtr.Zero;
        foreach (var file in new[] { "centos8-librdkafka.so", "librdkafka.so" })
        {
            foreach (var folder in new[] { Path.Combine("runtimes", "linux-x64", "native"), "" })
            {
                if (NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, folder, file), out var handle))
                    return handle;
            }
        }
        return IntPtr.Zero;
    }

    [LibraryImport(Lib)]
    private static partial IntPtr rd_kafka_conf_new();

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rd_kafka_conf_set(IntPtr conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Lib)]
    private static partial IntPtr rd_kafka_new(int type, IntPtr conf, byte* error, nuint errorSize);

    [LibraryImport(Lib)]
    private static partial void rd_kafka_destroy(IntPtr client);

    [LibraryImport(Lib)]
    private static partial IntPtr rd_kafka_mock_cluster_new(IntPtr client, int brokers);

    [LibraryImport(Lib)]
    private static partial void rd_kafka_mock_cluster_destroy(IntPtr cluster);

    [LibraryImport(Lib)]
    private static partial IntPtr rd_kafka_mock_cluster_bootstraps(IntPtr cluster);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rd_kafka_mock_topic_create(IntPtr cluster, string topic, int partitions, int replicas);

    [LibraryImport(Lib)]
    private static partial void rd_kafka_mock_group_initial_rebalance_delay_ms(IntPtr cluster, int ms);

    [LibraryImport(Lib)]
    private static partial void rd_kafka_mock_set_group_consumer_heartbeat_interval_ms(IntPtr cluster, int ms);
}
