using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using RCoder.Kubernetes.Executions;
using RCoder.Runtimes.Runners;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>Makes the client of one pod's runner: a connection that is kept alive, and that notices when the node is gone.</summary>
internal sealed class RunnerConnections(IOptions<DispatcherOptions> options)
{
    private const int TcpUserTimeout = 18; // linux/tcp.h
    private const int SilenceMs = 15_000;

    public RunnerClient Open(string address)
    {
        var handler = KeptConnection.Handler();
        handler.ConnectTimeout = TimeSpan.FromSeconds(2);
        handler.ConnectCallback = ConnectAsync;
        return KeptConnection.To(ExecutionJob.RunnerAt(address), handler, options.Value.PoolToken);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A program may be silent for as long as it likes, but its node may not.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 2);
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, BitConverter.GetBytes(SilenceMs));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
