using RCoder.Runner.Posix;

namespace RCoder.Runner.Launching;

/// <summary>
/// A child that has everything ready and waits to become a program: its pipes are its stdin, stdout and stderr
/// already, so that a claim costs one message and one execve.
/// </summary>
internal sealed unsafe class LauncherProcess
{
    internal int Pid { get; private init; }

    /// <summary>The runner's ends. Whoever closes one sets it to -1.</summary>
    internal int Control, Stdin, Stdout, Stderr;

    /// <summary>What it had used when it began to wait.</summary>
    internal LaunchReport Waiting { get; private set; }

    /// <summary>Why there is no program; 0 as long as nothing went wrong.</summary>
    internal int Errno { get; private set; }

    private static readonly byte[] Self = Fd.Terminated("/proc/self/exe");

    internal static LauncherProcess Spawn(string settings)
    {
        var control = stackalloc int[2];
        if (Libc.socketpair(1, 1 | OpenFlags.CloseOnExec, 0, control) != 0)
            throw new InvalidOperationException($"socketpair: errno {Libc.LastError}");
        var (stdinRead, stdinWrite) = Fd.Pipe();
        var (stdoutRead, stdoutWrite) = Fd.Pipe();
        var (stderrRead, stderrWrite) = Fd.Pipe();
        Fd.SetNonBlocking(stdinWrite);
        Fd.SetNonBlocking(stdoutRead);
        Fd.SetNonBlocking(stderrRead);

        var actions = stackalloc byte[256];
        Libc.posix_spawn_file_actions_init(actions);
        Libc.posix_spawn_file_actions_adddup2(actions, stdinRead, 0);
        Libc.posix_spawn_file_actions_adddup2(actions, stdoutWrite, 1);
        Libc.posix_spawn_file_actions_adddup2(actions, stderrWrite, 2);
        Libc.posix_spawn_file_actions_adddup2(actions, control[1], LaunchMode.ControlFd);

        int pid, error;
        fixed (byte* path = Self, name = "rcoder-launch\0"u8, mode = "launch\0"u8, setting = Fd.Terminated(settings))
        {
            var arguments = stackalloc byte*[] { name, mode, setting, null };
            var environment = stackalloc byte*[] { null };
            error = Libc.posix_spawn(&pid, path, actions, null, arguments, environment);
        }
        Libc.posix_spawn_file_actions_destroy(actions);
        Libc.close(stdinRead);
        Libc.close(stdoutWrite);
        Libc.close(stderrWrite);
        Libc.close(control[1]);
        if (error != 0) throw new InvalidOperationException($"posix_spawn: errno {error}");
        return new LauncherProcess { Pid = pid, Control = control[0], Stdin = stdinWrite, Stdout = stdoutRead, Stderr = stderrRead };
    }

    /// <summary>Tells it to become the program.</summary>
    internal bool Start(ReadOnlySpan<byte> message) => Fd.WriteAll(Control, message);

    /// <summary>Takes what it has said, without waiting.</summary>
    internal void ReadReports()
    {
        const int dontWait = 0x40;
        LaunchReport report;
        while (Control >= 0)
        {
            var n = Libc.recv(Control, &report, (nuint)sizeof(LaunchReport), dontWait);
            if (n < 0) return;
            if (n == 0) Fd.Close(ref Control);
            else if (report.Errno != 0) Errno = report.Errno;
            else Waiting = report;
        }
    }
}
