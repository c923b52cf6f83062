namespace RCoder.Runner.Outputs;

internal static class Utf8Boundary
{
    /// <summary>
    /// The length of <paramref name="bytes"/> without a character at its end that more bytes may complete: at most 3
    /// less than all.
    /// </summary>
    internal static int WithoutPartialEnd(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if ((b & 0xC0) == 0x80) continue;
            var needed = b switch { >= 0xF0 and <= 0xF4 => 4, >= 0xE0 and < 0xF0 => 3, >= 0xC2 and < 0xE0 => 2, _ => 1 };
            return needed > back ? bytes.Length - back : bytes.Length;
        }
        return bytes.Length;
    }
}
