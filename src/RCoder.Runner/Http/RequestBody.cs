using System.Buffers.Text;

namespace RCoder.Runner.Http;

internal static class RequestBody
{
    /// <summary>The body and how many bytes of <paramref name="input"/> it took; null when it is not complete yet.</summary>
    /// <exception cref="FormatException">It never will be.</exception>
    internal static (byte[] Body, int Bytes)? Read(RequestHead head, ReadOnlySpan<byte> input) =>
        head.Chunked ? ReadChunked(input)
        : input.Length < head.Length ? null
        : (input[..(int)head.Length].ToArray(), (int)head.Length);

    private static (byte[] Body, int Bytes)? ReadChunked(ReadOnlySpan<byte> input)
    {
        var body = new List<byte>();
        var at = 0;
        while (true)
        {
            var line = input[at..].IndexOf("\r\n"u8);
            if (line < 0) return null;
            if (!Utf8Parser.TryParse(input.Slice(at, line), out int size, out var digits, 'x') || digits == 0 || size < 0)
                throw new FormatException("a chunk without a size");
            at += line + 2;
            if (size == 0)
            {
                // Trailers, if any, end with an empty line.
                while (true)
                {
                    line = input[at..].IndexOf("\r\n"u8);
                    if (line < 0) return null;
                    at += line + 2;
                    if (line == 0) return ([.. body], at);
                }
            }
            if (input.Length < at + size + 2) return null;
            body.AddRange(input.Slice(at, size));
            at += size + 2;
        }
    }
}
