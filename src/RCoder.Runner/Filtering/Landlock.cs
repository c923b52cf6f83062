using System.Runtime.InteropServices;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Filtering;

/// <summary>Landlock, landlock(7): no signal and no abstract Unix socket leaves the program's own domain.</summary>
internal static unsafe class Landlock
{
    private const nint CreateRuleset = 444, RestrictSelf = 446, VersionQuery = 1, FirstVersionWithScopes = 6;

    [StructLayout(LayoutKind.Sequential)]
    private struct Ruleset
    {
        internal ulong FileSystem, Network, Scoped;
    }

    /// <summary>Does nothing on a kernel that cannot: the seccomp filter is there on all.</summary>
    internal static void ScopeSignals()
    {
        if (Libc.syscall(CreateRuleset, 0, 0, VersionQuery, 0) < FirstVersionWithScopes) return;
        const ulong abstractUnixSockets = 1, signals = 2;
        var ruleset = new Ruleset { Scoped = abstractUnixSockets | signals };
        var fd = (int)Libc.syscall(CreateRuleset, (nint)(&ruleset), sizeof(Ruleset), 0, 0);
        if (fd < 0) return;
        Libc.syscall(RestrictSelf, fd, 0, 0, 0);
        Libc.close(fd);
    }
}
