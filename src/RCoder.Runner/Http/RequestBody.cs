using System.Buffers.Text;

namespace RCoder.Runner.Http;

internal static class RequestBody
{
    /// <summary>A plan with all its files is well below it.</summary>
    internal const int Largest = 16 << 20;

    private const int LongestLine = 1 << 10;

    /// <summary>The body and how many bytes of <paramref name="input"/> it took; null when it is not complete yet.</summary>
    /// <exception cref="FormatException">It never will be.</exception>
    internal static (byte[] Body, int Bytes)? Read(RequestHead head, ReadOnlySpan<byte> input)
    {
        if (!head.Chunked) return input.Length < head.Length ? null : (input[..(int)head.Length].ToArray(), (int)head.Length);
        // Most looks at it find that more is to come: they copy nothing.
        if (Chunks(input, default) is not { } found) return null;
        var body = new byte[found.Length];
        Chunks(input, body);
        return (body, found.Bytes);
    }

    /// <summary>How long the body is, and the bytes that it takes; and the body itself, where there is room for it.</summary>
    private static (int Length, int Bytes)? Chunks(ReadOnlySpan<byte> input, Span<byte> body)
    {
        int at = 0, length = 0;
        while (true)
        {
            if (!TryLine(input, ref at, out var line)) return null;
            if (!Utf8Parser.TryParse(line, out int size, out var digits, 'x') || digits == 0 || size < 0)
                throw new FormatException("a chunk without a size");
            if (size == 0) break;
            if (size > Largest - length) throw new FormatException($"the body is larger than {Largest} bytes");
            // The other way round the sum could be more than a number holds.
            if (size > input.Length - at - 2) return null;
            if (!input.Slice(at + size, 2).SequenceEqual("\r\n"u8)) throw new FormatException("a chunk that is longer than its size");
            if (!body.IsEmpty) input.Slice(at, size).CopyTo(body[length..]);
            length += size;
            at += size + 2;
        }
        // Trailers, if any, end with an empty line.
        while (true)
        {
            if (!TryLine(input, ref at, out var trailer)) return null;
            if (trailer.Length == 0) return (length, at);
        }
    }

    /// <summary>False when its end is not there yet.</summary>
    private static bool TryLine(ReadOnlySpan<byte> input, ref int at, out ReadOnlySpan<byte> line)
    {
        line = input[at..];
        var length = line[..Math.Min(line.Length, LongestLine)].IndexOf("\r\n"u8);
        if (length < 0) return line.Length < LongestLine ? false : throw new FormatException($"a line of more than {LongestLine} bytes");
        line = line[..length];
        at += length + 2;
        return true;
    }
}
