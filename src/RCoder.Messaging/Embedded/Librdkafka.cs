using System.Reflection;
using System.Runtime.InteropServices;

namespace RCoder.Messaging.Embedded;

/// <summary>What of librdkafka its .NET client does not offer: the in-process broker (<c>rdkafka_mock.h</c>), and settings one by one.</summary>
internal static unsafe partial class Librdkafka
{
    public const int ErrorBytes = 512;

    // A name that only the resolver below knows.
    private const string Lib = "librdkafka-mock";

    static Librdkafka() => NativeLibrary.SetDllImportResolver(typeof(Librdkafka).Assembly, Resolve);

    public static string Text(byte* error) => Marshal.PtrToStringUTF8((IntPtr)error)!;

    // The build named centos8 has all in itself; the default one wants a libsasl2 that Debian lacks.
    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
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
    public static partial IntPtr rd_kafka_conf_new();

    [LibraryImport(Lib)]
    public static partial void rd_kafka_conf_destroy(IntPtr conf);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_conf_set(IntPtr conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Lib)]
    public static partial IntPtr rd_kafka_new(int type, IntPtr conf, byte* error, nuint errorSize);

    [LibraryImport(Lib)]
    public static partial void rd_kafka_destroy(IntPtr client);

    [LibraryImport(Lib)]
    public static partial IntPtr rd_kafka_mock_cluster_new(IntPtr client, int brokers);

    [LibraryImport(Lib)]
    public static partial void rd_kafka_mock_cluster_destroy(IntPtr cluster);

    [LibraryImport(Lib)]
    public static partial IntPtr rd_kafka_mock_cluster_bootstraps(IntPtr cluster);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_mock_topic_create(IntPtr cluster, string topic, int partitions, int replicas);

    [LibraryImport(Lib)]
    public static partial void rd_kafka_mock_group_initial_rebalance_delay_ms(IntPtr cluster, int ms);

    [LibraryImport(Lib)]
    public static partial void rd_kafka_mock_set_group_consumer_heartbeat_interval_ms(IntPtr cluster, int ms);
}
