using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RCoder.Benchmarks;

/// <summary>The floor: posix_spawn(3) and waitpid(2), with nothing of .NET's Process between.</summary>
internal static unsafe partial class BareProcess
{
    public static TimeSpan Run(params string[] argv)
    {
        var pointers = stackalloc byte*[argv.Length + 1];
        for (var i = 0; i < argv.Length; i++)
            pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(argv[i]);
        pointers[argv.Length] = null;
        byte* noEnvironment = null;
        // Its output goes nowhere, and opening /dev/null is the child's work, as a pipe is in a sandbox.
        var actions = stackalloc byte[256];
        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawn_file_actions_addopen(actions, 1, "/dev/null", 1, 0);
        var start = Stopwatch.GetTimestamp();
        if (posix_spawn(out var pid, argv[0], actions, null, pointers, &noEnvironment) != 0)
            throw new InvalidOperationException($"{argv[0]} could not be started");
        _ = waitpid(pid, out var status, 0);
        var time = Stopwatch.GetElapsedTime(start);
        _ = posix_spawn_file_actions_destroy(actions);
        for (var i = 0; i < argv.Length; i++)
            Marshal.FreeCoTaskMem((IntPtr)pointers[i]);
        return status == 0 ? time : throw new InvalidOperationException($"{argv[0]} ended with status {status}");
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn(out int pid, string path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport("libc")]
    private static partial int waitpid(int pid, out int status, int options);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addopen(void* actions, int fd, string path, int flags, uint mode);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(void* actions);
}
