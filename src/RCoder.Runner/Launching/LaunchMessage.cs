using System.Buffers.Binary;
using System.Text;

namespace RCoder.Runner.Launching;

/// <summary>
/// What the launcher is told over its control socket: a length, five numbers, then NUL-terminated strings: the paths to
/// try, argv, and the environment. So the launcher has nothing to decode: it points into it.
/// </summary>
internal static class LaunchMessage
{
    internal const int LengthBytes = 4;
    internal const int HeaderBytes = 3 * 4 + 2 * 8;

    internal readonly record struct Header(int Paths, int Arguments, int Variables, long CpuSeconds, long Processes)
    {
        internal static Header Read(ReadOnlySpan<byte> bytes) => new(
            BinaryPrimitives.ReadInt32LittleEndian(bytes),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[20..]));
    }

    /// <param name="cpuSeconds">RLIMIT_CPU, the backstop of the watchdog.</param>
    /// <param name="processes">RLIMIT_NPROC; 0 leaves it alone.</param>
    internal static byte[] Write(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, long cpuSeconds, long processes)
    {
        var paths = CommandPath.Candidates(command[0], environment.GetValueOrDefault("PATH"));
        var strings = new List<string>(paths.Count + command.Count + environment.Count);
        strings.AddRange(paths);
        strings.AddRange(command);
        foreach (var (name, value) in environment) strings.Add($"{name}={value}");

        var length = HeaderBytes;
        foreach (var text in strings) length += Encoding.UTF8.GetByteCount(text) + 1;
        var message = new byte[LengthBytes + length];
        BinaryPrimitives.WriteInt32LittleEndian(message, length);
        var header = message.AsSpan(LengthBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header, paths.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], command.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], environment.Count);
        BinaryPrimitives.WriteInt64LittleEndian(header[12..], cpuSeconds);
        BinaryPrimitives.WriteInt64LittleEndian(header[20..], processes);
        var rest = header[HeaderBytes..];
        foreach (var text in strings)
            rest = rest[(Encoding.UTF8.GetBytes(text, rest) + 1)..];
        return message;
    }
}
