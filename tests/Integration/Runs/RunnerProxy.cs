using System.Net;
using System.Net.Sockets;

namespace RCoder.Integration.Runs;

/// <summary>Stands between a dispatcher and a runner's socket, as the network does between it and a pod, and can be cut.</summary>
internal sealed class RunnerProxy : IDisposable
{
    private readonly string runner;
    private readonly List<Socket> open = [];
    private Socket? listener;
    private int port;
    private TaskCompletionSource next = New();

    public RunnerProxy(string runner)
    {
        this.runner = runner;
        Connect();
    }

    public Uri Address => new($"http://127.0.0.1:{port}");

    /// <summary>Ends when it is connected to once more.</summary>
    public Task NextConnection => Volatile.Read(ref next).Task;

    public void Connect()
    {
        listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen();
        port = ((IPEndPoint)listener.LocalEndPoint!).Port;
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

    /// <summary>The same, and new ones are refused until <see cref="Connect"/>.</summary>
    public void Disconnect()
    {
        listener?.Dispose();
        Cut();
    }

    public void Dispose() => Disconnect();

    private async Task AcceptAsync(Socket from)
    {
        try
        {
            while (true)
            {
                var client = await from.AcceptAsync();
                var there = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                lock (open)
                    open.AddRange([client, there]);
                client.NoDelay = true;
                await there.ConnectAsync(new UnixDomainSocketEndPoint(runner));
                _ = PassAsync(client, there);
                _ = PassAsync(there, client);
                Interlocked.Exchange(ref next, New()).SetResult();
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

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
