using System.Globalization;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Hosting;

/// <summary>
/// <c>rcoder-runner listen &lt;socket&gt; [--user &lt;uid&gt;] -- &lt;command…&gt;</c>: listens on a Unix socket of the host, then
/// becomes the command, which starts the runner in a sandbox. So the socket is nowhere in the program's view, and it
/// answers from the first moment on.
/// </summary>
internal static unsafe class ListenMode
{
    private const int UnixDomain = 1, Stream = 1, Backlog = 64, AddressPath = 108;
    private const string Usage = "usage: listen <socket> [--user <uid>] -- <command...>";

    internal static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments.IsEmpty) return Fail(Usage);
        var socket = arguments[0];
        arguments = arguments[1..];
        uint? user = null;
        if (arguments.Length > 1 && arguments[0] == "--user")
        {
            if (!uint.TryParse(arguments[1], CultureInfo.InvariantCulture, out var uid)) return Fail($"'{arguments[1]}' is not a uid");
            user = uid;
            arguments = arguments[2..];
        }
        if (arguments.Length < 2 || arguments[0] != "--") return Fail(Usage);
        var command = arguments[1..];

        var listener = Listen(socket);
        if (listener < 0) return Fail($"cannot listen on {socket}: errno {Libc.LastError}");
        // Readable when the process that asked for this sandbox ends, however it ends: then the sandbox has no purpose.
        const nint openPidFd = 434;
        var owner = (int)Libc.syscall(openPidFd, Libc.getppid(), 0, 0, 0);
        Place(listener, InheritedFds.Listener);
        if (owner >= 0) Place(owner, InheritedFds.Lifeline);

        Provide(InheritedFds.Passwd, "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\nrunner:x:65532:65532:runner:/workspace:/bin/sh\n"u8);
        Provide(InheritedFds.Group, "nogroup:x:65534:\nrunner:x:65532:\n"u8);
        Provide(InheritedFds.Hosts, "127.0.0.1 localhost rcoder\n::1 localhost rcoder\n"u8);

        // What the caller has open besides is not ours to hand on: not every library marks its sockets.
        const nint closeRange = 436;
        Libc.syscall(closeRange, InheritedFds.Hosts + 1, int.MaxValue, 0, 0);
        if (user is { } id && Libc.geteuid() == 0 && (Libc.setgroups(0, null) != 0 || Libc.setgid(id) != 0 || Libc.setuid(id) != 0))
            return Fail($"cannot become user {id}: errno {Libc.LastError}");
        Environment.SetEnvironmentVariable("RCODER_LISTEN_FD", InheritedFds.Listener.ToString(CultureInfo.InvariantCulture));
        Exec.Replace(command);
        return Fail($"cannot start {command[0]}: errno {Libc.LastError}");
    }

    private static int Listen(string path)
    {
        var address = stackalloc byte[2 + AddressPath];
        *(ushort*)address = UnixDomain;
        // It gets its name when it listens: whoever sees it can connect.
        var name = Fd.Terminated(path + "~");
        if (name.Length > AddressPath) return -1;
        name.CopyTo(new Span<byte>(address + 2, AddressPath));

        var fd = Libc.socket(UnixDomain, Stream | OpenFlags.CloseOnExec, 0);
        // Only whoever owns the socket connects: the caller, who makes it.
        var mask = Libc.umask(0x3F);
        var bound = Libc.bind(fd, address, (uint)(2 + name.Length));
        Libc.umask(mask);
        if (bound != 0 || Libc.listen(fd, Backlog) != 0) return -1;
        File.Move(path + "~", path);
        return fd;
    }

    /// <summary>A small file to be copied into the sandbox: nothing of the host's own users is in it.</summary>
    private static void Provide(int target, ReadOnlySpan<byte> content)
    {
        var (read, write) = Fd.Pipe();
        Fd.WriteAll(write, content);
        Libc.close(write);
        Place(read, target);
    }

    private static void Place(int fd, int target)
    {
        if (fd == target) Fd.SetCloseOnExec(fd, false);
        else Libc.dup2(fd, target);
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"rcoder-runner: {message}");
        return 1;
    }
}
