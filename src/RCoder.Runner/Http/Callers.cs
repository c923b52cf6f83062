using System.Buffers.Binary;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Http;

/// <summary>
/// The addresses that may connect, where that was told (<c>RCODER_CALLERS</c>): for networks that others share with this
/// runner, and that no policy closes. An address can be no stranger's who has no right to make packets of his own.
/// </summary>
internal sealed unsafe class Callers
{
    private const int Inet = 2, Inet6 = 10, Bytes = 16;

    private readonly List<UInt128> addresses = [];

    /// <summary>Null when nobody was told of: then everybody may.</summary>
    /// <exception cref="FormatException">It holds what is no address.</exception>
    internal static Callers? Parse(string? text)
    {
        var names = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) return null;
        var callers = new Callers();
        foreach (var name in names)
            callers.addresses.Add(Read(name) ?? throw new FormatException($"RCODER_CALLERS: '{name}' is not an IP address"));
        return callers;
    }

    /// <param name="socketAddress">A <c>sockaddr</c>, as accept(2) tells it.</param>
    internal bool Include(ReadOnlySpan<byte> socketAddress) => BinaryPrimitives.ReadUInt16LittleEndian(socketAddress) switch
    {
        Inet => addresses.Contains(Mapped(socketAddress.Slice(4, 4))),
        Inet6 => addresses.Contains(BinaryPrimitives.ReadUInt128BigEndian(socketAddress.Slice(8, Bytes))),
        _ => false,
    };

    private static UInt128? Read(string name)
    {
        Span<byte> address = stackalloc byte[Bytes];
        fixed (byte* text = Fd.Terminated(name), into = address)
        {
            if (Libc.inet_pton(Inet, text, into) == 1) return Mapped(address[..4]);
            return Libc.inet_pton(Inet6, text, into) == 1 ? BinaryPrimitives.ReadUInt128BigEndian(address) : null;
        }
    }

    /// <summary>As an IPv6 socket tells an IPv4 address: ::ffff:a.b.c.d.</summary>
    private static UInt128 Mapped(ReadOnlySpan<byte> inet) => new(0, 0xFFFF_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(inet));
}
