namespace RCoder.Runner.Outputs;

/// <summary>
/// What a stream has written and nobody was told yet. It cuts the stream into pieces: at once after a silence, then one
/// for each window, whole characters where they are characters, and nothing past the limit.
/// </summary>
internal sealed class OutputBuffer(long limit)
{
    internal const int LargestPiece = 1 << 16;
    internal const double WindowMs = 3;

    private readonly byte[] pending = new byte[LargestPiece];
    private int length;
    private long kept;
    private double quietUntil;

    internal bool Truncated { get; private set; }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        if (Truncated) return;
        var room = (int)Math.Min(bytes.Length, limit - kept);
        bytes[..room].CopyTo(pending.AsSpan(length));
        length += room;
        kept += room;
        if (room == bytes.Length) return;
        Truncated = true;
        // A character that the limit cuts through is dropped whole, so that text stays text.
        length = Utf8Boundary.WithoutPartialEnd(pending.AsSpan(0, length));
    }

    /// <summary>How much <see cref="Append"/> takes.</summary>
    internal int Room => LargestPiece - length;

    /// <summary>When the next piece is due; null when there is none.</summary>
    internal double? DueAt => length == 0 ? null : Room == 0 ? 0 : quietUntil;

    /// <summary>The next piece if it is due, or, at the <paramref name="end"/>, all that is left.</summary>
    internal ReadOnlyMemory<byte> Take(double nowMs, bool end)
    {
        if (length == 0 || !end && Room > 0 && nowMs < quietUntil) return default;
        var whole = end ? length : Utf8Boundary.WithoutPartialEnd(pending.AsSpan(0, length));
        quietUntil = nowMs + WindowMs;
        if (whole == 0) return default;
        var piece = pending.AsSpan(0, whole).ToArray();
        pending.AsSpan(whole, length - whole).CopyTo(pending);
        length -= whole;
        return piece;
    }
}
