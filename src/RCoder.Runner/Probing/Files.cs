using RCoder.Runner.Posix;

namespace RCoder.Runner.Probing;

/// <summary>Where this process can write. Each answers null, or what is wrong.</summary>
internal static unsafe class Files
{
    /// <summary>Of the kernel's own making, and bounded by it: shared memory counts as memory, message queues by RLIMIT_MSGQUEUE.</summary>
    private static readonly string[] Bounded = ["/dev/shm", "/dev/mqueue", "/dev/pts"];

    /// <summary>Folders of a usual image, in which some image may have left one open.</summary>
    private static readonly string[] Usual = ["/usr/local", "/usr/local/bin", "/var/tmp", "/var/cache", "/var/log", "/run/lock", "/etc/profile.d"];

    internal static string? CanWriteIn(string folder)
    {
        ReadOnlySpan<byte> text = "probe"u8;
        var path = $"{folder}/.rcoder-probe";
        var fd = Create(path);
        if (fd < 0) return $"cannot be written to: errno {Libc.LastError}";
        var written = Fd.WriteAll(fd, text);
        var error = Libc.LastError;
        Fd.Close(ref fd);
        var read = Fd.ReadText(path);
        Remove(path);
        return !written ? $"cannot be written to: errno {error}" : read == "probe" ? null : "does not give back what was written";
    }

    /// <summary>Looks at every mount, where a pod's own holes would be, and at folders of the image.</summary>
    internal static string? WritableElsewhere()
    {
        var own = Environment.CurrentDirectory;
        bool IsFree(string path) => path == own || path == "/tmp" || Array.IndexOf(Bounded, path) >= 0;

        foreach (var path in MountPoints())
            if (!IsFree(path) && IsFileOrFolder(path) && MayWrite(path)) return $"{path} can be written to";
        foreach (var path in (string[])[.. Directory.GetDirectories("/"), .. Usual])
        {
            if (IsFree(path)) continue;
            var file = $"{path}/.rcoder-probe";
            var fd = Create(file);
            if (fd < 0) continue;
            Fd.Close(ref fd);
            Remove(file);
            return $"{path} can be written to";
        }
        return null;
    }

    private static List<string> MountPoints()
    {
        var points = new List<string>();
        foreach (var line in File.ReadLines("/proc/self/mounts"))
            if (line.Split(' ') is [_, var point, ..]) points.Add(point.Replace("\\040", " ", StringComparison.Ordinal));
        return points;
    }

    /// <summary>Devices, such as /dev/null, are neither; inode(7).</summary>
    private static bool IsFileOrFolder(string path)
    {
        const nint stat = 4;
        const uint kindMask = 0xF000, folder = 0x4000, file = 0x8000;
        var result = stackalloc uint[36];
        fixed (byte* p = Fd.Terminated(path))
            return Libc.syscall(stat, (nint)p, (nint)result, 0, 0) == 0 && (result[6] & kindMask) is folder or file;
    }

    private static bool MayWrite(string path)
    {
        const int write = 2;
        fixed (byte* p = Fd.Terminated(path))
            return Libc.access(p, write) == 0;
    }

    private static int Create(string path) => Fd.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive, 0x180);

    private static void Remove(string path)
    {
        fixed (byte* p = Fd.Terminated(path))
            Libc.unlink(p);
    }
}
