using RCoder.Runner.Posix;

namespace RCoder.Runner.Probing;

/// <summary>What this process may do that a program must not. Each answers null, or what is wrong.</summary>
internal static unsafe class Privileges
{
    internal static string? User() => Libc.geteuid() == 0 ? "it is root" : null;

    /// <summary>Effective, permitted and inheritable ones, capget(2); there are no ambient ones without those.</summary>
    internal static string? Capabilities()
    {
        const nint capget = 125;
        const uint version3 = 0x20080522;
        var header = stackalloc uint[] { version3, 0 };
        var sets = stackalloc uint[6];
        if (Libc.syscall(capget, (nint)header, (nint)sets, 0, 0) != 0) return $"cannot be read: errno {Libc.LastError}";
        uint any = 0;
        for (var i = 0; i < 6; i++) any |= sets[i];
        return any == 0 ? null : "it has some; drop ALL";
    }

    internal static string? NewPrivileges() =>
        Libc.prctl(ProcessControl.GetNoNewPrivileges, 0, 0, 0, 0) == 1 ? null : "it may gain new ones: no_new_privs is not set";

    /// <summary>Process 1 is the runner: it holds the pool's token, and must outlive the program.</summary>
    internal static string? OfProcessOne()
    {
        if (Fd.ReadText("/proc/1/environ")?.Contains("TOKEN", StringComparison.Ordinal) == true) return "the pool's token can be read in its environment";
        var memory = Fd.Open("/proc/1/mem", OpenFlags.ReadWrite);
        if (memory >= 0) return "its memory can be opened";
        return Libc.kill(1, Signals.Kill) == 0 ? "it can be signalled" : null;
    }
}
