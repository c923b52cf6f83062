using System.Buffers.Binary;
using RCoder.Runner.Posix;
using RCoder.Runner.Serving;

namespace RCoder.Runner.Probing;

/// <summary>Connections that are tried all at once, to see whether any succeeds.</summary>
internal sealed unsafe class Attempts : IDisposable
{
    private const int Inet = 2, Inet6 = 10, Stream = 1, Datagram = 2, InProgress = 115;

    // A query of class IN for the address of kubernetes.default.svc.cluster.local, RFC 1035 section 4.
    private static readonly byte[] Query =
    [
        0x52, 0x43, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
        .. "\u000akubernetes\u0007default\u0003svc\u0007cluster\u0005local\0"u8, 0, 1, 0, 1,
    ];

    private readonly List<Attempt> open = [];

    private readonly record struct Attempt(int Socket, string What, bool Answers);

    /// <summary>The DNS servers of this place, in /etc/resolv.conf.</summary>
    internal static IEnumerable<string> NameServers()
    {
        foreach (var line in (Fd.ReadText("/etc/resolv.conf") ?? "").Split('\n'))
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["nameserver", var server, ..]) yield return server;
    }

    internal void Tcp(string server, ushort port) => Try(server, port, Stream);

    /// <summary>Asks for the API server's address.</summary>
    internal void Dns(string server) => Try(server, 53, Datagram);

    /// <summary>The first that succeeds; null when each is refused, or none has by <paramref name="until"/>.</summary>
    internal string? Reached(double until)
    {
        var polls = stackalloc PollFd[open.Count];
        while (open.Count > 0)
        {
            for (var i = 0; i < open.Count; i++)
                polls[i] = new PollFd { Fd = open[i].Socket, Events = open[i].Answers ? Poll.In : Poll.Out };
            var left = until - Clock.NowMs;
            if (left <= 0 || Libc.poll(polls, (nuint)open.Count, (int)Math.Ceiling(left)) == 0) return null;
            for (var i = open.Count - 1; i >= 0; i--)
            {
                if (polls[i].Ready == 0) continue;
                if (Succeeded(open[i])) return open[i].What;
                Libc.close(open[i].Socket);
                open.RemoveAt(i);
            }
        }
        return null;
    }

    public void Dispose()
    {
        foreach (var attempt in open) Libc.close(attempt.Socket);
    }

    private void Try(string server, ushort port, int type)
    {
        const int largest = 28;
        var address = stackalloc byte[largest];
        new Span<byte>(address, largest).Clear();
        var family = server.Contains(':') ? Inet6 : Inet;
        *(ushort*)address = (ushort)family;
        *(ushort*)(address + 2) = BinaryPrimitives.ReverseEndianness(port);
        fixed (byte* text = Fd.Terminated(server))
            if (Libc.inet_pton(family, text, address + (family == Inet ? 4 : 8)) != 1) return;

        var fd = Libc.socket(family, type | OpenFlags.NonBlocking | OpenFlags.CloseOnExec, 0);
        if (fd < 0) return;
        var connected = Libc.connect(fd, address, family == Inet ? 16u : largest) == 0;
        if (!connected && Libc.LastError != InProgress || type == Datagram && Fd.Write(fd, Query) < 0)
            Libc.close(fd);
        else
            open.Add(new Attempt(fd, $"{server} port {port}{(type == Datagram ? " (UDP)" : "")}", Answers: type == Datagram));
    }

    /// <summary>A refusal is none, whoever sent it: network policies may refuse as well as drop.</summary>
    private static bool Succeeded(Attempt attempt)
    {
        if (attempt.Answers)
        {
            var answer = stackalloc byte[1];
            return Libc.recv(attempt.Socket, answer, 1, 0) > 0;
        }
        const int socketLevel = 1, socketError = 4;
        int error;
        uint length = sizeof(int);
        return Libc.getsockopt(attempt.Socket, socketLevel, socketError, &error, &length) == 0 && error == 0;
    }
}
