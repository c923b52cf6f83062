using System.Buffers.Binary;
using System.Globalization;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Http;

/// <summary>Where dispatchers connect: a socket that <c>listen</c> made, else a TCP port.</summary>
internal sealed unsafe class Listener
{
    private const int Inet6 = 10, Stream = 1, LongestAddress = 128;
    private const string DefaultPort = "7070";
    private readonly bool tcp;

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

    /// <summary>-1 when nobody waits, or who waits is the program.</summary>
    internal int Accept()
    {
        var fd = Libc.accept4(Socket, null, null, OpenFlags.NonBlocking | OpenFlags.CloseOnExec);
        if (fd < 0 || !tcp) return fd;
        var on = 1;
        const int tcpLevel = 6, noDelay = 1;
        Libc.setsockopt(fd, tcpLevel, noDelay, &on, sizeof(int));
        // Whoever comes from this pod's own address is in it.
        if (!Address(fd, peer: true).SequenceEqual(Address(fd, peer: false))) return fd;
        Libc.close(fd);
        return -1;
    }

    private static byte[] Address(int fd, bool peer)
    {
        var address = stackalloc byte[LongestAddress];
        uint length = LongestAddress;
        _ = peer ? Libc.getpeername(fd, address, &length) : Libc.getsockname(fd, address, &length);
        const int portAndFlow = 8, addressBytes = 16;
        return new ReadOnlySpan<byte>(address + portAndFlow, addressBytes).ToArray();
    }

    private static int Bind(ushort port)
    {
        // An IPv6 socket takes IPv4 too.
        var fd = Libc.socket(Inet6, Stream | OpenFlags.CloseOnExec, 0);
        int on = 1, off = 0;
        const int socketLevel = 1, reuseAddress = 2, ipv6Level = 41, onlyIpv6 = 26;
        Libc.setsockopt(fd, socketLevel, reuseAddress, &on, sizeof(int));
        Libc.setsockopt(fd, ipv6Level, onlyIpv6, &off, sizeof(int));
        var address = stackalloc byte[28];
        new Span<byte>(address, 28).Clear();
        *(ushort*)address = Inet6;
        *(ushort*)(address + 2) = BinaryPrimitives.ReverseEndianness(port);
        return Libc.bind(fd, address, 28) == 0 && Libc.listen(fd, 64) == 0
            ? fd
            : throw new InvalidOperationException($"cannot listen on port {port}: errno {Libc.LastError}");
    }
}
