using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace RCoder.Integration.Api;

/// <summary>
/// Stands between clients and the Kafka at 127.0.0.1, and can be cut. Kafka tells its clients where it is; here that
/// address is made this one's, which is of the same length: 127.0.0.x.
/// </summary>
internal sealed class BrokerProxy(string address, int port) : IDisposable
{
    private static readonly byte[] Kafka = "127.0.0.1"u8.ToArray();

    private readonly List<Socket> open = [];
    private Socket? listener;

    public string BootstrapServers => $"{address}:{port}";

    /// <summary>Why there can be none, if so.</summary>
    public static string? Missing(out int port)
    {
        port = 0;
        return Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS")?.Split(',') is [{ } only] && only.StartsWith("127.0.0.1:", StringComparison.Ordinal)
            && int.TryParse(only.AsSpan(10), out port)
            ? null
            : "KAFKA_BOOTSTRAP_SERVERS is not one broker at 127.0.0.1, which can be cut off from the API";
    }

    public void Connect()
    {
        listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        listener.Listen();
        _ = AcceptAsync(listener);
    }

    /// <summary>As if the broker's machine had gone: open connections end, and new ones are refused.</summary>
    public void Cut()
    {
        listener?.Dispose();
        lock (open)
        {
            open.ForEach(socket => socket.Dispose());
            open.Clear();
        }
    }

    public void Dispose() => Cut();

    private async Task AcceptAsync(Socket from)
    {
        try
        {
            while (true)
            {
                var client = await from.AcceptAsync();
                var broker = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = client.NoDelay = true };
                lock (open)
                    open.AddRange([client, broker]);
                await broker.ConnectAsync(IPAddress.Loopback, port);
                _ = PassAsync(client, broker);
                _ = PassFramesAsync(broker, client);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It was cut.
        }
    }

    private static async Task PassAsync(Socket from, Socket to)
    {
        try
        {
            await using var there = new NetworkStream(to);
            await using var here = new NetworkStream(from);
            await here.CopyToAsync(there);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // It was cut.
        }
    }

    /// <summary>Answers are frames: four bytes of length, and the rest (Kafka protocol guide).</summary>
    private async Task PassFramesAsync(Socket from, Socket to)
    {
        var mine = System.Text.Encoding.ASCII.GetBytes(address);
        try
        {
            await using var there = new NetworkStream(to);
            await using var here = new NetworkStream(from);
            var length = new byte[4];
            while (await here.ReadAtLeastAsync(length, 4, throwOnEndOfStream: false) == 4)
            {
                var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                await here.ReadExactlyAsync(frame);
                for (var at = frame.AsSpan().IndexOf(Kafka); at >= 0; at = frame.AsSpan().IndexOf(Kafka))
                    mine.CopyTo(frame, at);
                await there.WriteAsync(length);
                await there.WriteAsync(frame);
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // It was cut.
        }
    }
}
