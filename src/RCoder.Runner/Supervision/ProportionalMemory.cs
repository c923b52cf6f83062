using RCoder.Runner.Posix;

namespace RCoder.Runner.Supervision;

/// <summary>What processes use when each page is divided among those that share it: slower to learn than the sum of what is resident, and true after a fork.</summary>
internal readonly record struct ProportionalMemory(long Private, long Shared)
{
    /// <summary>What the tree uses with <paramref name="files"/> bytes of shared memory, which may be among what is mapped.</summary>
    internal long With(long files) => Private + Math.Max(Shared, files);

    /// <param name="orElse">Taken for a process that does not let itself be looked into.</param>
    internal static ProportionalMemory Of(IReadOnlyList<int> processes, Func<int, long> orElse)
    {
        long all = 0, shared = 0;
        foreach (var pid in processes)
        {
            if (Fd.ReadText($"/proc/{pid}/smaps_rollup") is { Length: > 0 } text)
            {
                all += KiB(text, "Pss:");
                shared += KiB(text, "Pss_Shmem:");
            }
            else
            {
                all += orElse(pid) >> 10;
            }
        }
        return new ProportionalMemory((all - shared) << 10, shared << 10);
    }

    private static long KiB(string text, string field)
    {
        var at = text.IndexOf(field, StringComparison.Ordinal);
        if (at < 0) return 0;
        var rest = text.AsSpan(at + field.Length).TrimStart();
        return long.Parse(rest[..rest.IndexOf(' ')], System.Globalization.CultureInfo.InvariantCulture);
    }
}
