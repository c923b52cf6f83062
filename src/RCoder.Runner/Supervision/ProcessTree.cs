using System.Buffers.Binary;
using System.Buffers.Text;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Supervision;

/// <summary>What all processes of the sandbox but process 1 use together.</summary>
internal readonly record struct TreeUsage(int Processes, double CpuMs, long ResidentBytes);

/// <summary>Looks at every process of this pid namespace.</summary>
internal sealed unsafe class ProcessTree
{
    private const double TickMs = 10;
    private readonly int proc = Fd.Open("/proc", OpenFlags.ReadOnly | OpenFlags.Directory);
    private readonly byte[] entries = new byte[16 << 10];
    private readonly Dictionary<(int Pid, long Start), double> seen = [];
    private readonly List<int> live = [];
    private double seenCpuMs;

    /// <summary>The memory of the processes that the last <see cref="Look"/> found, each page counted once.</summary>
    internal ProportionalMemory Proportional() =>
        ProportionalMemory.Of(live, pid => TryRead(pid, out var stat) ? stat.ResidentPages * Environment.SystemPageSize : 0);

    internal void Forget()
    {
        seen.Clear();
        seenCpuMs = 0;
    }

    /// <param name="reapedCpuMs">Processor time of what process 1 has reaped already.</param>
    /// <param name="mostProcesses">Past this many it looks no further: of a fork bomb, whose thousands share the processor with us, the first tell enough.</param>
    internal TreeUsage Look(double reapedCpuMs, int mostProcesses)
    {
        var processes = 0;
        long pages = 0;
        var withChildren = reapedCpuMs;
        ListProcesses();
        foreach (var pid in live)
        {
            if (!TryRead(pid, out var stat)) continue;
            var own = OwnCpuMs(pid) ?? stat.OwnTicks * TickMs;
            withChildren += own + stat.ReapedTicks * TickMs;
            // A parent that ignores SIGCHLD inherits no time from its children; what was seen of them counts all the same.
            ref var known = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(seen, (pid, stat.StartTime), out _);
            seenCpuMs += own - known;
            known = own;
            if (!stat.Alive) continue;
            processes += stat.Threads;
            if (processes > mostProcesses) break;
            pages += stat.ResidentPages;
        }
        return new TreeUsage(processes, Math.Max(withChildren, seenCpuMs), pages * Environment.SystemPageSize);
    }

    private void ListProcesses()
    {
        const nint getdents64 = 217;
        live.Clear();
        Libc.lseek(proc, 0, 0);
        fixed (byte* buffer = entries)
        {
            nint n;
            while ((n = Libc.syscall(getdents64, proc, (nint)buffer, entries.Length, 0)) > 0)
                for (var at = 0; at < n; at += BinaryPrimitives.ReadUInt16LittleEndian(entries.AsSpan(at + 16)))
                    if (Utf8Parser.TryParse(entries.AsSpan(at + 19, 12), out int pid, out _) && pid > 1)
                        live.Add(pid);
        }
    }

    private bool TryRead(int pid, out ProcStat stat)
    {
        stat = default;
        Span<byte> path = stackalloc byte[32], line = stackalloc byte[512];
        Utf8Formatter.TryFormat(pid, path, out var digits);
        "/stat\0"u8.CopyTo(path[digits..]);
        int fd;
        fixed (byte* p = path) fd = Libc.openat(proc, p, OpenFlags.ReadOnly | OpenFlags.CloseOnExec, 0);
        if (fd < 0) return false;
        var n = Fd.Read(fd, line);
        Libc.close(fd);
        return n > 0 && ProcStat.TryParse(line[..n], out stat);
    }

    /// <summary>To the nanosecond, where /proc counts ticks. Null on a kernel that does not tell.</summary>
    private static double? OwnCpuMs(int pid)
    {
        var time = stackalloc long[2];
        const int processClock = 2;
        return Libc.clock_gettime((~pid << 3) | processClock, time) == 0 ? time[0] * 1e3 + time[1] / 1e6 : null;
    }
}
