using RCoder.Runner.Posix;

namespace RCoder.Runner.Supervision;

/// <summary>Memory that belongs to no process: files on tmpfs, and System V segments.</summary>
internal sealed unsafe class SharedMemory
{
    private const long TmpfsMagic = 0x01021994, ReadOnlyMount = 1;
    private readonly List<byte[]> tmpfs = [];
    private readonly long before;

    internal SharedMemory(params ReadOnlySpan<string> directories)
    {
        var devices = new HashSet<long>();
        foreach (var directory in directories)
        {
            FileSystemStatistics statistics;
            var path = Fd.Terminated(directory);
            fixed (byte* p = path)
                if (Libc.statfs(p, &statistics) == 0 && statistics.Type == TmpfsMagic
                    && (statistics.Flags & ReadOnlyMount) == 0 && devices.Add(Device(p)))
                    tmpfs.Add(path);
        }
        before = TmpfsBytes();
    }

    /// <summary>Bytes more than there were at the start.</summary>
    internal long Bytes => TmpfsBytes() - before + SegmentBytes();

    private long TmpfsBytes()
    {
        long sum = 0;
        foreach (var path in tmpfs)
        {
            FileSystemStatistics statistics;
            fixed (byte* p = path)
                if (Libc.statfs(p, &statistics) == 0) sum += (statistics.Blocks - statistics.BlocksFree) * statistics.BlockSize;
        }
        return sum;
    }

    private static long Device(byte* path)
    {
        const nint stat = 4;
        var result = stackalloc long[18];
        Libc.syscall(stat, (nint)path, (nint)result, 0, 0);
        return result[0];
    }

    /// <summary>What is resident of all segments of this IPC namespace, shmctl(2).</summary>
    private static long SegmentBytes()
    {
        const nint shmctl = 31, sharedMemoryInfo = 14;
        const int residentPages = 2;
        var info = stackalloc long[6];
        return Libc.syscall(shmctl, 0, sharedMemoryInfo, (nint)info, 0) < 0 ? 0 : info[residentPages] * Environment.SystemPageSize;
    }
}
