using System.Runtime.InteropServices;
using System.Text;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Probing;

/// <summary>Programs that take all they can get of one thing.</summary>
internal static unsafe class Hogs
{
    /// <summary>Time: ends only when it is made to.</summary>
    internal static int Sleep()
    {
        while (true) Libc.poll(null, 0, -1);
    }

    /// <summary>Memory, as fast as the kernel gives it.</summary>
    internal static int Memory()
    {
        const int block = 1 << 20;
        while (true)
            new Span<byte>(NativeMemory.Alloc(block), block).Fill(1);
    }

    /// <summary>Processes, each of which does the same. Ends where the kernel refuses more of them.</summary>
    internal static int Forks()
    {
        fixed (byte* path = "/proc/self/exe\0"u8, name = "rcoder-runner\0"u8, mode = "probe\0"u8, probe = "forks\0"u8)
        {
            var arguments = stackalloc byte*[] { name, mode, probe, null };
            var environment = stackalloc byte*[] { null };
            while (true)
            {
                int pid;
                var error = Libc.posix_spawn(&pid, path, null, null, arguments, environment);
                if (error == 0) continue;
                // Not through Console, which would start a thread.
                Fd.WriteAll(1, Encoding.UTF8.GetBytes($"no more processes: errno {error}\n"));
                return error == Errno.EAGAIN ? 0 : 1;
            }
        }
    }
}
