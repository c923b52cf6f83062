using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using RCoder.Integration.Hosting;

namespace RCoder.Integration.Api;

/// <summary>
/// Stands between clients and the Kafka at 127.0.0.1. Kafka tells its clients where it is; here that address is made
/// this one's, which is of the same length: 127.0.0.x.
/// </summary>
internal sealed class BrokerProxy(string address, int port) : CutProxy(IPAddress.Parse(address), port)
{
    private static readonly byte[] Kafka = "127.0.0.1"u8.ToArray();

    public string BootstrapServers => $"{address}:{Port}";

    /// <summary>Why there can be none, if so.</summary>
    public static string? Missing(out int port)
    {
        port = 0;
        return Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS")?.Split(',') is [{ } only] && only.StartsWith("127.0.0.1:", StringComparison.Ordinal)
            && int.TryParse(only.AsSpan(10), out port)
            ? null
            : "KAFKA_BOOTSTRAP_SERVERS is not one broker at 127.0.0.1, which can be cut off from the API";
    }

    protected override (Socket Socket, EndPoint At) There() =>
        (new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }, new IPEndPoint(IPAddress.Loopback, Port));

    /// <summary>Answers are frames: four bytes of length, and the rest (Kafka protocol guide).</summary>
    protected override async Task AnswerAsync(Stream here, Stream there)
    {
        var mine = System.Text.Encoding.ASCII.GetBytes(address);
        var length = new byte[4];
        while (await there.ReadAtLeastAsync(length, 4, throwOnEndOfStream: false) == 4)
        {
            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await there.ReadExactlyAsync(frame);
            for (var at = frame.AsSpan().IndexOf(Kafka); at >= 0; at = frame.AsSpan().IndexOf(Kafka))
                mine.CopyTo(frame, at);
            await here.WriteAsync(length);
            await here.WriteAsync(frame);
        }
    }
}
