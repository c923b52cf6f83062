using System.Buffers.Text;

namespace RCoder.Runner.Supervision;

/// <summary>What of <c>/proc/&lt;pid&gt;/stat</c> the watchdog looks at, proc_pid_stat(5).</summary>
internal readonly record struct ProcStat(bool Alive, long OwnTicks, long ReapedTicks, int Threads, long StartTime, long ResidentPages)
{
    internal static bool TryParse(ReadOnlySpan<byte> line, out ProcStat stat)
    {
        stat = default;
        // The command name, in parentheses, is the program's own choice and may hold anything.
        var afterName = line.LastIndexOf((byte)')');
        if (afterName < 0 || line.Length < afterName + 4) return false;
        var rest = line[(afterName + 2)..];
        var alive = rest[0] is not ((byte)'Z' or (byte)'X');
        Span<long> fields = stackalloc long[25];
        var field = 3;
        while (field < 24)
        {
            var space = rest.IndexOf((byte)' ');
            if (space < 0) return false;
            rest = rest[(space + 1)..];
            field++;
            Utf8Parser.TryParse(rest, out fields[field], out int _);
        }
        stat = new ProcStat(alive, fields[14] + fields[15], fields[16] + fields[17], (int)fields[20], fields[22], fields[24]);
        return true;
    }
}
