using RCoder.Runner.Posix;

namespace RCoder.Runner.Supervision;

/// <summary>Memory that belongs to no process: files on tmpfs, and System V segments.</summary>
internal sealed unsafe class SharedMemory
{
    private const long TmpfsMagic = 0x01021994, ReadOnlyMount = 1;

    /// <summary>What the kernel itself reckons for a file of tmpfs beside its content.</summary>
    private const long InodeBytes = 1024;

    private readonly List<int> tmpfs = [];
    private long before;

    internal SharedMemory(params ReadOnlySpan<string> directories)
    {
        var devices = new HashSet<long>();
        foreach (var directory in directories)
        {
            FileSystemStatistics statistics;
            var fd = Fd.Open(directory, OpenFlags.Path | OpenFlags.Directory);
            if (Libc.fstatfs(fd, &statistics) == 0 && statistics.Type == TmpfsMagic
                && (statistics.Flags & ReadOnlyMount) == 0 && devices.Add(Device(fd)))
                tmpfs.Add(fd);
            else
                Fd.Close(ref fd);
        }
    }

    /// <summary>A new phase begins: what the one before left is not its own.</summary>
    internal void Restart() => before = TmpfsBytes();

    /// <summary>Bytes more than there were then.</summary>
    internal long Bytes => TmpfsBytes() - before + SegmentBytes();

    private long TmpfsBytes()
    {
        long sum = 0;
        foreach (var fd in tmpfs)
        {
            FileSystemStatistics statistics;
            if (Libc.fstatfs(fd, &statistics) == 0)
                sum += (statistics.Blocks - statistics.BlocksFree) * statistics.BlockSize + (statistics.Files - statistics.FilesFree) * InodeBytes;
        }
        return sum;
    }

    private static long Device(int fd)
    {
        const nint fstat = 5;
        var result = stackalloc long[18];
        Libc.syscall(fstat, fd, (nint)result, 0, 0);
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
