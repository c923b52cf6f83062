using System.Net;
using System.Net.Sockets;

namespace RCoder.Integration.Hosting;

/// <summary>Stands between two processes as the network does, and can be cut.</summary>
internal abstract class CutProxy(IPAddress address, int port) : IDisposable
{
    private readonly List<Socket> open = [];
    private Socket? listener;

    /// <summary>Where it listens; one that was asked for as 0 is known once it does.</summary>
    protected int Port { get; private set; } = port;

    public void Connect()
    {
        listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(address, Port));
        listener.Listen();
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _ = AcceptAsync(listener);
    }

    /// <summary>Ends every connection that there is; new ones can be made.</summary>
    public void Cut()
    {
        lock (open)
        {
            open.ForEach(socket => socket.Dispose());
            open.Clear();
        }
    }

    /// <summary>The same, and new ones are refused until <see cref="Connect"/>, as if the other machine had gone.</summary>
    public void Disconnect()
    {
        listener?.Dispose();
        Cut();
    }

    public void Dispose() => Disconnect();

    /// <summary>A socket that is not connected yet, and where it is to be.</summary>
    protected abstract (Socket Socket, EndPoint At) There();

    /// <summary>What the other side answers.</summary>
    protected virtual Task AnswerAsync(Stream here, Stream there) => there.CopyToAsync(here);

    protected virtual void Connected()
    {
    }

    private async Task AcceptAsync(Socket from)
    {
        try
        {
            while (true)
            {
                var client = await from.AcceptAsync();
                client.NoDelay = true;
                var (there, at) = There();
                lock (open)
                    open.AddRange([client, there]);
                await there.ConnectAsync(at);
                _ = PassAsync(client, there, (here, other) => here.CopyToAsync(other));
                _ = PassAsync(there, client, (other, here) => AnswerAsync(here, other));
                Connected();
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It was cut.
        }
    }

    private static async Task PassAsync(Socket from, Socket to, Func<Stream, Stream, Task> pass)
    {
        try
        {
            await using var there = new NetworkStream(to);
            await using var here = new NetworkStream(from);
            await pass(here, there);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // It was cut.
        }
    }
}
