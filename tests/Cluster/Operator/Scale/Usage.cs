using System.Globalization;

namespace RCoder.Cluster.Operator.Scale;

/// <summary>What a process has used so far, from <c>/proc</c> (proc(5)).</summary>
/// <param name="Cpu">User and system time.</param>
/// <param name="OwnBytes">Resident, and the process's own: without pages of program files, which the kernel shares and drops at need.</param>
/// <param name="ResidentBytes">All that is resident.</param>
internal readonly record struct Usage(TimeSpan Cpu, long OwnBytes, long ResidentBytes)
{
    private const int TicksPerSecond = 100;

    public static Usage Of(int process)
    {
        // The name, in parentheses, may hold anything; utime and stime are fields 14 and 15, and state is 3.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var status = File.ReadAllLines($"/proc/{process}/status");
        return new(TimeSpan.FromSeconds((double)ticks / TicksPerSecond), Kilobytes(status, "RssAnon:") + Kilobytes(status, "RssShmem:"), Kilobytes(status, "VmRSS:"));
    }

    private static long Kilobytes(string[] status, string name) =>
        1024 * long.Parse(status.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
