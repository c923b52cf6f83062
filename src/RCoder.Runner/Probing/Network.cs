using System.Buffers.Binary;
using RCoder.Runner.Posix;
using RCoder.Runner.Serving;

namespace RCoder.Runner.Probing;

/// <summary>
/// Tries to reach, all at once: an outside address (RFC 5737, RFC 3849), the cloud's metadata service, and the cluster's
/// DNS, which it asks for the API server.
/// </summary>
internal sealed unsafe class Network : IDisposable
{
    private const int Inet = 2, Inet6 = 10, Stream = 1, Datagram = 2, InProgress = 115;
    private const double PatienceMs = 1000;
    private static readonly string[] Outside = ["192.0.2.1", "2001:db8::1", "169.254.169.254", "fd00:ec2::254"];

    // A query of class IN for the address of kubernetes.default.svc.cluster.local, RFC 1035 section 4.
    private static readonly byte[] Query =
    [
        0x52, 0x43, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
        .. "\u000akubernetes\u0007default\u0003svc\u0007cluster\u0005local\0"u8, 0, 1, 0, 1,
    ];

    private readonly List<Attempt> attempts = [];
    private readonly double until = Clock.NowMs + PatienceMs;

    private readonly record struct Attempt(int Socket, string What, bool Answers);

    internal Network()
    {
        foreach (var address in Outside)
        {
            Try(address, 80, Stream);
            Try(address, 443, Stream);
        }
        foreach (var line in (Fd.ReadText("/etc/resolv.conf") ?? "").Split('\n'))
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["nameserver", var server, ..])
            {
                Try(server, 53, Datagram);
                Try(server, 53, Stream);
            }
    }

    /// <summary>Null, or what was reached. It takes a second when nothing answers.</summary>
    internal string? Reached()
    {
        var polls = stackalloc PollFd[attempts.Count];
        while (true)
        {
            for (var i = 0; i < attempts.Count; i++)
                polls[i] = new PollFd { Fd = attempts[i].Socket, Events = attempts[i].Answers ? Poll.In : Poll.Out };
            var left = until - Clock.NowMs;
            if (left <= 0 || Libc.poll(polls, (nuint)attempts.Count, (int)Math.Ceiling(left)) == 0) return null;
            for (var i = attempts.Count - 1; i >= 0; i--)
            {
                if (polls[i].Ready == 0) continue;
                if (Succeeded(attempts[i])) return $"{attempts[i].What} can be reached";
                Libc.close(attempts[i].Socket);
                attempts.RemoveAt(i);
            }
        }
    }

    public void Dispose()
    {
        foreach (var attempt in attempts) Libc.close(attempt.Socket);
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
            attempts.Add(new Attempt(fd, $"{server} port {port}{(type == Datagram ? " (UDP)" : "")}", Answers: type == Datagram));
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
