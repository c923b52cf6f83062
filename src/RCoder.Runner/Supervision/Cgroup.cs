using System.Globalization;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Supervision;

/// <summary>The pod's own cgroup, versions 1 and 2, where it can be read: in a local sandbox it cannot.</summary>
internal sealed class Cgroup
{
    private const string Root = "/sys/fs/cgroup";
    private readonly string events, peak;

    private Cgroup(string events, string peak) => (this.events, this.peak) = (events, peak);

    /// <summary>Null unless a cgroup limits the memory of this sandbox.</summary>
    internal static Cgroup? Find()
    {
        const long unlimited = 1L << 60;
        if (Number(Fd.ReadText($"{Root}/memory.max")) is not null)
            return new Cgroup($"{Root}/memory.events", $"{Root}/memory.peak");
        if (Number(Fd.ReadText($"{Root}/memory/memory.limit_in_bytes")) < unlimited)
            return new Cgroup($"{Root}/memory/memory.oom_control", $"{Root}/memory/memory.max_usage_in_bytes");
        return null;
    }

    internal long OutOfMemoryKills => Value(Fd.ReadText(events), "oom_kill") ?? 0;

    internal long PeakBytes => Number(Fd.ReadText(peak)) ?? 0;

    private static long? Value(string? text, string name)
    {
        foreach (var line in text?.Split('\n') ?? [])
            if (line.StartsWith(name + " ", StringComparison.Ordinal)) return Number(line[(name.Length + 1)..]);
        return null;
    }

    private static long? Number(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
