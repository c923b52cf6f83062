using System.Runtime.InteropServices;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Serving;

internal static unsafe class Secrets
{
    private const string TokenVariable = "RCODER_POOL_TOKEN";

    /// <summary>What a claim must carry; null when anybody who reaches the socket may claim.</summary>
    internal static string? PoolToken()
    {
        var token = Environment.GetEnvironmentVariable(TokenVariable);
        Wipe(TokenVariable);
        return token ?? (Environment.GetEnvironmentVariable("RCODER_POOL_TOKEN_FILE") is { } path
            ? Fd.ReadText(path)?.Trim() is { Length: > 0 } text ? text : throw new InvalidOperationException($"no pool token in {path}")
            : null);
    }

    /// <summary>/proc/1/environ shows what is in this memory, and not every kernel (gVisor's does not) keeps it from the program, whose uid is ours.</summary>
    private static void Wipe(string variable)
    {
        byte* value;
        fixed (byte* name = Fd.Terminated(variable)) value = Libc.getenv(name);
        if (value == null) return;
        // With its name, of which '=' is the end.
        var start = value - variable.Length - 1;
        new Span<byte>(start, variable.Length + 1 + MemoryMarshal.CreateReadOnlySpanFromNullTerminated(value).Length).Fill((byte)'_');
    }

    /// <summary>Takes as long for a near miss as for a far one.</summary>
    internal static bool Equal(string expected, string? given)
    {
        if (given is null || given.Length != expected.Length) return false;
        var difference = 0;
        for (var i = 0; i < expected.Length; i++) difference |= expected[i] ^ given[i];
        return difference == 0;
    }
}
