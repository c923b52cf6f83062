using System.Globalization;
using System.Text;

namespace RCoder.Runner.Http;

/// <summary>The head of an HTTP/1.1 request: as much of RFC 9112 as a dispatcher speaks.</summary>
internal sealed record RequestHead(string Method, string Path, string Query, long Length, bool Chunked, string? Bearer, bool KeepAlive, bool ExpectsContinue, int Bytes)
{
    internal const int Longest = 16 << 10;

    /// <summary>Null when the head is not complete yet.</summary>
    /// <exception cref="FormatException">It never will be.</exception>
    internal static RequestHead? Read(ReadOnlySpan<byte> input)
    {
        var end = input[..Math.Min(input.Length, Longest)].IndexOf("\r\n\r\n"u8);
        if (end < 0) return input.Length >= Longest ? throw new FormatException($"the head is longer than {Longest} bytes") : null;
        var lines = Encoding.Latin1.GetString(input[..end]).Split("\r\n");
        var request = lines[0].Split(' ');
        if (request.Length != 3 || !request[2].StartsWith("HTTP/1.", StringComparison.Ordinal)) throw new FormatException("not an HTTP/1.1 request");

        long? length = null;
        bool chunked = false, keepAlive = request[2] != "HTTP/1.0", expects = false;
        string? bearer = null;
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':');
            if (colon <= 0) throw new FormatException("a header without a name");
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].ToLowerInvariant())
            {
                case "content-length":
                    if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)) throw new FormatException("content-length is not a number");
                    length = length is null || length == bytes ? bytes : throw new FormatException("two lengths");
                    break;
                case "transfer-encoding":
                    chunked = value.Equals("chunked", StringComparison.OrdinalIgnoreCase) ? true : throw new FormatException("a transfer-encoding other than chunked");
                    break;
                case "connection":
                    keepAlive &= !value.Equals("close", StringComparison.OrdinalIgnoreCase);
                    break;
                case "expect":
                    expects = value.Equals("100-continue", StringComparison.OrdinalIgnoreCase);
                    break;
                case "authorization" when value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase):
                    bearer = value[7..].Trim();
                    break;
            }
        }
        if (chunked && length is not null) throw new FormatException("a length and chunks");
        var target = request[1].Split('?', 2);
        return new RequestHead(request[0], target[0], target.Length > 1 ? target[1] : "", length ?? 0, chunked, bearer, keepAlive, expects, end + 4);
    }

    /// <summary>The value of a query parameter, "" when it has none, null when it is not there.</summary>
    internal string? Parameter(string name)
    {
        foreach (var pair in Query.Split('&'))
        {
            var parts = pair.Split('=', 2);
            if (parts[0] == name) return parts.Length > 1 ? parts[1] : "";
        }
        return null;
    }
}
