using System.Net;
using System.Net.Sockets;
using RCoder.Integration.Hosting;

namespace RCoder.Integration.Runs;

/// <summary>Stands between a dispatcher and a runner's socket, as the network does between it and a pod.</summary>
internal sealed class RunnerProxy : CutProxy
{
    private readonly string runner;
    private TaskCompletionSource next = New();

    public RunnerProxy(string runner)
        : base(IPAddress.Loopback, port: 0)
    {
        this.runner = runner;
        Connect();
    }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Ends when it is connected to once more.</summary>
    public Task NextConnection => Volatile.Read(ref next).Task;

    protected override (Socket Socket, EndPoint At) There() =>
        (new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(runner));

    protected override void Connected() => Interlocked.Exchange(ref next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
