using System.Globalization;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>
/// The local sandbox as arguments of bwrap(1): namespaces of its own, a root of nothing but read-only system
/// directories, and two small places to write to. To be started through <c>rcoder-runner listen</c>, which makes the
/// descriptors that are named here; <c>docs/runner.md</c> tells of each.
/// </summary>
internal static class BubblewrapArguments
{
    internal const int User = 65532;

    /// <summary>Where a program finds the runner's binary, if it looks: in no PATH, and not to be changed.</summary>
    private const string RunnerInside = "/.rcoder/rcoder-runner";

    // As in the runner's InheritedFds.
    private const int Listener = 3, Lifeline = 4, Passwd = 5, Group = 6, Hosts = 7;

    private const long SharedMemoryBytes = 16L << 20;
    private static readonly HostRoot Host = HostRoot.Read();

    /// <param name="runnerFile">The runner's binary, in folders that the sandbox's user may enter: not below <c>/root</c>.</param>
    /// <param name="binds">Host paths that the runtime needs beside <c>/usr</c>.</param>
    /// <param name="workspaceBytes">Of the workspace and <c>/tmp</c> together; each gets half, as they are two file systems here.</param>
    public static IReadOnlyList<string> For(string runnerFile, IReadOnlyList<string> binds, long workspaceBytes) =>
        For(Host, runnerFile, binds, workspaceBytes);

    internal static IReadOnlyList<string> For(HostRoot host, string runnerFile, IReadOnlyList<string> binds, long workspaceBytes)
    {
        var half = Text(workspaceBytes / 2);
        return
        [
            "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--unshare-cgroup-try",
            "--uid", Text(User), "--gid", Text(User), "--cap-drop", "ALL", "--new-session", "--hostname", "rcoder",
            // The runner is process 1: the kernel spares it from kill(-1) and gives it every orphan.
            "--as-pid-1",
            "--clearenv",
            "--setenv", "RCODER_LISTEN_FD", Text(Listener),
            // Not --die-with-parent: that is the death of the thread that started it, and .NET's threads come and go.
            "--setenv", "RCODER_LIFELINE_FD", Text(Lifeline),
            "--ro-bind", "/usr", "/usr",
            .. host.Entries.SelectMany(entry => entry.Target is null ? new[] { "--ro-bind", entry.Path, entry.Path } : ["--symlink", entry.Target, entry.Path]),
            "--ro-bind-try", "/etc/alternatives", "/etc/alternatives",
            "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
            "--file", Text(Passwd), "/etc/passwd",
            "--file", Text(Group), "/etc/group",
            "--file", Text(Hosts), "/etc/hosts",
            .. binds.SelectMany(bind => new[] { "--ro-bind", bind, bind }),
            "--ro-bind", runnerFile, RunnerInside,
            "--proc", "/proc",
            "--dev", "/dev",
            "--size", Text(SharedMemoryBytes), "--perms", "1777", "--tmpfs", "/dev/shm",
            "--size", half, "--perms", "1777", "--tmpfs", "/tmp",
            "--size", half, "--perms", "0755", "--tmpfs", "/workspace",
            // Both are tmpfs of unlimited size until here.
            "--remount-ro", "/dev",
            "--remount-ro", "/",
            "--chdir", "/workspace",
            "--", RunnerInside,
        ];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How <c>/bin</c>, <c>/lib</c> and the like are there: links into <c>/usr</c>, with their target, or directories, without one.</summary>
internal sealed record HostRoot(IReadOnlyList<(string Path, string? Target)> Entries)
{
    internal static HostRoot Read() => new(
        [.. from path in (string[])["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"]
            where Directory.Exists(path)
            select (path, new DirectoryInfo(path).LinkTarget)]);
}
