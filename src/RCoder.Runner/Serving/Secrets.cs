using RCoder.Runner.Posix;

namespace RCoder.Runner.Serving;

internal static class Secrets
{
    /// <summary>What a claim must carry; null when anybody who reaches the socket may claim.</summary>
    internal static string? PoolToken() =>
        Environment.GetEnvironmentVariable("RCODER_POOL_TOKEN")
        ?? (Environment.GetEnvironmentVariable("RCODER_POOL_TOKEN_FILE") is { } path
            ? Fd.ReadText(path)?.Trim() is { Length: > 0 } token ? token : throw new InvalidOperationException($"no pool token in {path}")
            : null);

    /// <summary>Takes as long for a near miss as for a far one.</summary>
    internal static bool Equal(string expected, string? given)
    {
        if (given is null || given.Length != expected.Length) return false;
        var difference = 0;
        for (var i = 0; i < expected.Length; i++) difference |= expected[i] ^ given[i];
        return difference == 0;
    }
}
