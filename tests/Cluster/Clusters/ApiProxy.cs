using System.Net;
using System.Net.Sockets;
using k8s;

namespace RCoder.Cluster.Clusters;

/// <summary>
/// Stands between a client and the API server, and can be cut (as when a machine goes), frozen (as when a packet filter
/// forgets a connection: nothing is said, nothing arrives) and slow.
/// </summary>
internal sealed class ApiProxy : IDisposable
{
    private readonly Uri server = new(KubernetesClientConfiguration.BuildDefaultConfig().Host);
    private readonly Lock gate = new();
    private readonly List<Passage> open = [];
    private readonly int port;
    private Socket? listener;
    private bool frozen;

    public ApiProxy()
    {
        listener = Listen(0);
        port = ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    /// <summary>Of each piece of each answer.</summary>
    public TimeSpan Delay { get; set; }

    public IKubernetes Connect(Action<KubernetesClientConfiguration>? more = null) => TestCluster.Connect(config =>
    {
        config.Host = $"https://127.0.0.1:{port}";
        more?.Invoke(config);
    });

    /// <summary>Open connections end, and new ones are refused.</summary>
    public void Cut()
    {
        lock (gate)
        {
            listener?.Dispose();
            listener = null;
            open.ForEach(passage => passage.Dispose());
            open.Clear();
        }
    }

    public void Mend()
    {
        lock (gate)
            listener ??= Listen(port);
    }

    /// <summary>Open connections stay open and carry nothing; new ones work.</summary>
    public void Freeze()
    {
        lock (gate)
            open.ForEach(passage => passage.Freeze());
    }

    /// <summary>And new ones don't, either.</summary>
    public void FreezeAll()
    {
        lock (gate)
        {
            frozen = true;
            open.ForEach(passage => passage.Freeze());
        }
    }

    /// <summary>What was sent into frozen connections arrives.</summary>
    public void Thaw()
    {
        lock (gate)
        {
            frozen = false;
            open.ForEach(passage => passage.Thaw());
        }
    }

    public void Dispose() => Cut();

    private Socket Listen(int at)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, at));
        socket.Listen();
        _ = AcceptAsync(socket);
        return socket;
    }

    private async Task AcceptAsync(Socket from)
    {
        try
        {
            while (true)
            {
                var passage = new Passage(await from.AcceptAsync(), server, () => Delay);
                lock (gate)
                {
                    if (listener != from)
                    {
                        passage.Dispose();
                        return;
                    }
                    open.Add(passage);
                    if (frozen)
                        passage.Freeze();
                }
                _ = passage.PassAsync();
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It was cut.
        }
    }

    private sealed class Passage(Socket client, Uri to, Func<TimeSpan> delay) : IDisposable
    {
        private readonly Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = client.NoDelay = true };
        private volatile TaskCompletionSource? frozen;

        public void Freeze() => frozen ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Thaw()
        {
            var was = frozen;
            frozen = null;
            was?.SetResult();
        }

        public async Task PassAsync()
        {
            try
            {
                await server.ConnectAsync(to.Host, to.Port);
                await Task.WhenAny(PassAsync(client, server, () => TimeSpan.Zero), PassAsync(server, client, delay));
            }
            catch (SocketException)
            {
                // The server is gone.
            }
            Dispose();
        }

        public void Dispose()
        {
            client.Dispose();
            server.Dispose();
        }

        private async Task PassAsync(Socket from, Socket into, Func<TimeSpan> pause)
        {
            var piece = new byte[1 << 16];
            try
            {
                while (await from.ReceiveAsync(piece) is > 0 and var length)
                {
                    while (frozen is { } until)
                        await until.Task;
                    if (pause() is { Ticks: > 0 } wait)
                        await Task.Delay(wait);
                    await into.SendAsync(piece.AsMemory(0, length));
                }
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // It was cut.
            }
        }
    }
}
