using System.Runtime.InteropServices;
using RCoder.Runner.Filtering;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Launching;

/// <summary>
/// <c>rcoder-runner launch</c>: confines itself, waits for one message, and becomes the program. All that does not
/// depend on the program is done before the wait.
/// </summary>
internal static unsafe class LaunchMode
{
    internal const int ControlFd = 3;

    /// <summary>Settings: <c>memfd</c> where a memory cgroup counts what no process has mapped, else <c>no-memfd</c>.</summary>
    internal const string AllowMemoryFiles = "memfd", RefuseMemoryFiles = "no-memfd";

    private const long LargestFile = 16L << 30;
    private const long OpenFiles = 1024;
    private const int LeastPriority = 19;

    internal static int Run(string settings)
    {
        // While it is dumpable, its files in /proc are its own.
        var oom = Fd.Open("/proc/self/oom_score_adj", OpenFlags.WriteOnly);
        Fd.WriteAll(oom, "1000"u8);
        Fd.Close(ref oom);
        Libc.prctl(ProcessControl.SetDumpable, 0, 0, 0, 0);
        // Among its own in the cgroup alone, whose share of the processor is not less for it: so that a thousand processes do not keep the runner from ending them.
        if (settings == AllowMemoryFiles) Libc.setpriority(0, 0, LeastPriority);
        Libc.setsid();
        Libc.umask(0x12); // 022
        fixed (byte* workspace = Fd.Terminated(Workspaces.Workspace.Path))
            if (Libc.chdir(workspace) != 0) return Fail(Libc.LastError);

        if (Libc.prctl(ProcessControl.SetNoNewPrivileges, 1, 0, 0, 0) != 0) return Fail(Libc.LastError);
        Landlock.ScopeSignals();
        var error = Seccomp.Install(ProgramFilter.Build(Libc.getpid(), settings == AllowMemoryFiles));
        if (error != 0) return Fail(error);

        Report(0);
        var length = 0;
        if (!ReadAll(&length, LaunchMessage.LengthBytes)) return 0;
        var message = (byte*)NativeMemory.Alloc((nuint)length);
        if (!ReadAll(message, length)) return 0;
        return Become(message);
    }

    private static int Become(byte* message)
    {
        var header = LaunchMessage.Header.Read(new ReadOnlySpan<byte>(message, LaunchMessage.HeaderBytes));
        var next = message + LaunchMessage.HeaderBytes;
        var paths = Strings(ref next, header.Paths);
        var arguments = Strings(ref next, header.Arguments);
        var environment = Strings(ref next, header.Variables);

        Limit(Resource.Core, 0, 0);
        Limit(Resource.FileSize, LargestFile, LargestFile);
        Limit(Resource.OpenFiles, OpenFiles, OpenFiles);
        Limit(Resource.Cpu, header.CpuSeconds, header.CpuSeconds + 1);
        if (header.Processes > 0) Limit(Resource.Processes, header.Processes, header.Processes);

        // Only what is ignored outlives execve: SIGPIPE is, by the .NET runtime. Not through libc, which keeps two to itself.
        const nint setAction = 13, maskBytes = 8;
        var defaultAction = stackalloc long[4];
        for (var signal = 1; signal <= Signals.Count; signal++) Libc.syscall(setAction, signal, (nint)defaultAction, 0, maskBytes);
        ulong none = 0;
        Libc.sigprocmask(2, &none, null);
        const nint closeRange = 436, markCloseOnExec = 4;
        if (Libc.syscall(closeRange, ControlFd, int.MaxValue, markCloseOnExec, 0) != 0) Fd.SetCloseOnExec(ControlFd, true);

        var error = Errno.ENOENT;
        for (var path = paths; *path != null; path++)
        {
            Libc.execve(*path, arguments, environment);
            // As execvp does: one that may not be run is remembered, but a later one may be better.
            if (Libc.LastError is Errno.ENOENT or Errno.ENOTDIR) continue;
            error = Libc.LastError;
            if (error != Errno.EACCES) break;
        }
        return Fail(error);
    }

    private static byte** Strings(ref byte* next, int count)
    {
        var strings = (byte**)NativeMemory.Alloc((nuint)(count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < count; i++)
        {
            strings[i] = next;
            next += MemoryMarshal.CreateReadOnlySpanFromNullTerminated(next).Length + 1;
        }
        strings[count] = null;
        return strings;
    }

    private static void Limit(int resource, long soft, long hard)
    {
        ulong* old = stackalloc ulong[2], value = stackalloc ulong[2];
        if (Libc.prlimit(0, resource, null, old) != 0) return;
        value[0] = Math.Min((ulong)soft, old[1]);
        value[1] = Math.Min((ulong)hard, old[1]);
        Libc.prlimit(0, resource, value, null);
    }

    private static int Fail(int error)
    {
        Report(error);
        return 127;
    }

    private static void Report(int error)
    {
        ResourceUsage usage;
        Libc.getrusage(0, &usage);
        var report = new LaunchReport { Errno = error, CpuMs = usage.CpuMs, MaxResidentKiB = usage.MaxResidentKiB };
        Fd.WriteAll(ControlFd, MemoryMarshal.AsBytes(new ReadOnlySpan<LaunchReport>(in report)));
    }

    private static bool ReadAll(void* target, int count)
    {
        var rest = new Span<byte>(target, count);
        while (!rest.IsEmpty)
        {
            var n = Fd.Read(ControlFd, rest);
            if (n <= 0) return false;
            rest = rest[n..];
        }
        return true;
    }
}
