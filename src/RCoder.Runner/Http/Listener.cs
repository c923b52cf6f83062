using System.Buffers.Binary;
using System.Globalization;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Http;

/// <summary>Where dispatchers connect: a socket that <c>listen</c> made, else a TCP port.</summary>
internal sealed unsafe class Listener
{
    private const int Inet = 2, Inet6 = 10, Stream = 1, LongestAddress = 128, Backlog = 64;
    private const string DefaultPort = "7070";
    private readonly bool tcp;
    private readonly Callers? callers = Callers.Parse(Environment.GetEnvironmentVariable("RCODER_CALLERS"));

    internal int Socket { get; }

    internal Listener()
    {
        if (Environment.GetEnvironmentVariable("RCODER_LISTEN_FD") is { } inherited)
        {
            Socket = int.Parse(inherited, CultureInfo.InvariantCulture);
            Fd.SetCloseOnExec(Socket, true);
        }
        else
        {
            tcp = true;
            Socket = Bind(ushort.Parse(Environment.GetEnvironmentVariable("RCODER_PORT") ?? DefaultPort, CultureInfo.InvariantCulture));
        }
        Fd.SetNonBlocking(Socket);
    }

    /// <summary>-1 when nobody waits, or who waits is the program, or not one of the callers.</summary>
    internal int Accept()
    {
        var address = stackalloc byte[LongestAddress];
        uint length = LongestAddress;
        var fd = Libc.accept4(Socket, address, &length, OpenFlags.NonBlocking | OpenFlags.CloseOnExec);
        if (fd < 0 || !tcp) return fd;
        var on = 1;
        const int tcpLevel = 6, noDelay = 1;
        Libc.setsockopt(fd, tcpLevel, noDelay, &on, sizeof(int));
        if (callers?.Include(new ReadOnlySpan<byte>(address, LongestAddress)) != false && !IsOurs(address, length)) return fd;
        Libc.close(fd);
        return -1;
    }

    /// <summary>Whoever comes from an address of this pod, which alone can be bound to here, is in it.</summary>
    private static bool IsOurs(byte* address, uint length)
    {
        *(ushort*)(address + 2) = 0;
        const int datagram = 2;
        var probe = Libc.socket(*(ushort*)address, datagram | OpenFlags.CloseOnExec, 0);
        var bound = Libc.bind(probe, address, length) == 0;
        Libc.close(probe);
        return bound;
    }

    private static int Bind(ushort port)
    {
        int family = Inet6, on = 1, off = 0;
        var fd = Libc.socket(family, Stream | OpenFlags.CloseOnExec, 0);
        if (fd < 0) fd = Libc.socket(family = Inet, Stream | OpenFlags.CloseOnExec, 0);
        const int socketLevel = 1, reuseAddress = 2, ipv6Level = 41, onlyIpv6 = 26;
        Libc.setsockopt(fd, socketLevel, reuseAddress, &on, sizeof(int));
        // An IPv6 socket takes IPv4 too.
        if (family == Inet6) Libc.setsockopt(fd, ipv6Level, onlyIpv6, &off, sizeof(int));
        var address = stackalloc byte[LongestAddress];
        new Span<byte>(address, LongestAddress).Clear();
        *(ushort*)address = (ushort)family;
        *(ushort*)(address + 2) = BinaryPrimitives.ReverseEndianness(port);
        return Libc.bind(fd, address, family == Inet6 ? 28u : 16u) == 0 && Libc.listen(fd, Backlog) == 0
            ? fd
            : throw new InvalidOperationException($"cannot listen on port {port}: errno {Libc.LastError}");
    }
}
