using System.Globalization;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>What of this host one sandbox is made from.</summary>
internal sealed record BubblewrapSandbox
{
    /// <summary>The runner's binary, where the sandbox's user can read it: not below <c>/root</c>. <c>rcoder-runner install</c> copies it.</summary>
    public required string Runner { get; init; }

    /// <summary>A directory with <see cref="BubblewrapArguments.EtcFiles"/> in it, readable for all.</summary>
    public required string Etc { get; init; }

    public required HostRoot Host { get; init; }

    /// <summary>Host paths that the runtime needs beside <c>/usr</c>.</summary>
    public IReadOnlyList<string> Binds { get; init; } = [];

    /// <summary>Of the workspace and <c>/tmp</c> together; each gets half, as they are two file systems here.</summary>
    public long WorkspaceBytes { get; init; } = 64L << 20;
}

/// <summary>How <c>/bin</c>, <c>/lib</c> and the like are there: links into <c>/usr</c>, with their target, or directories, without one.</summary>
internal sealed record HostRoot(IReadOnlyList<(string Path, string? Target)> Entries)
{
    internal static HostRoot Read() => new(
        [.. from path in (string[])["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"]
            where Directory.Exists(path)
            select (path, new DirectoryInfo(path).LinkTarget)]);
}

/// <summary>
/// The local sandbox as arguments of bwrap(1): namespaces of its own, a root of nothing but read-only system
/// directories, and two small places to write to. To be started through <c>rcoder-runner listen</c>, which makes the
/// socket and the lifeline that the runner inherits.
/// </summary>
internal static class BubblewrapArguments
{
    internal const int User = 65532;

    /// <summary>Where a program finds the runner's binary, if it looks: in no PATH, and not to be changed.</summary>
    private const string RunnerInside = "/.rcoder/runner";

    private const int ListenFd = 3, LifelineFd = 4;
    private const long SharedMemoryBytes = 16L << 20;

    /// <summary>Names and contents of the files that <see cref="BubblewrapSandbox.Etc"/> holds: nothing of the host's own users.</summary>
    internal static IReadOnlyDictionary<string, string> EtcFiles { get; } = new Dictionary<string, string>
    {
        ["passwd"] = $"nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\nrunner:x:{User}:{User}:runner:/workspace:/bin/sh\n",
        ["group"] = $"nogroup:x:65534:\nrunner:x:{User}:\n",
        ["hosts"] = "127.0.0.1 localhost rcoder\n::1 localhost rcoder\n",
        ["nsswitch.conf"] = "passwd: files\ngroup: files\nhosts: files\n",
    };

    internal static IReadOnlyList<string> For(BubblewrapSandbox sandbox)
    {
        var user = User.ToString(CultureInfo.InvariantCulture);
        var half = (sandbox.WorkspaceBytes / 2).ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--unshare-cgroup-try",
            "--uid", user, "--gid", user, "--cap-drop", "ALL", "--new-session", "--hostname", "rcoder",
            // The runner is process 1: the kernel spares it from kill(-1) and gives it every orphan.
            "--as-pid-1",
            "--clearenv",
            "--setenv", "RCODER_LISTEN_FD", ListenFd.ToString(CultureInfo.InvariantCulture),
            // Not --die-with-parent: that is the death of the thread that started it, and .NET's threads come and go.
            "--setenv", "RCODER_LIFELINE_FD", LifelineFd.ToString(CultureInfo.InvariantCulture),
            "--ro-bind", "/usr", "/usr",
        ];
        foreach (var (path, target) in sandbox.Host.Entries)
            arguments.AddRange(target is null ? ["--ro-bind", path, path] : ["--symlink", target, path]);
        arguments.AddRange(["--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]);
        foreach (var name in EtcFiles.Keys)
            arguments.AddRange(["--ro-bind", Path.Combine(sandbox.Etc, name), $"/etc/{name}"]);
        foreach (var bind in sandbox.Binds)
            arguments.AddRange(["--ro-bind", bind, bind]);
        arguments.AddRange(
        [
            "--ro-bind", sandbox.Runner, RunnerInside,
            "--proc", "/proc",
            "--dev", "/dev",
            "--size", SharedMemoryBytes.ToString(CultureInfo.InvariantCulture), "--perms", "1777", "--tmpfs", "/dev/shm",
            "--size", half, "--perms", "1777", "--tmpfs", "/tmp",
            "--size", half, "--perms", "0755", "--tmpfs", "/workspace",
            // Both are tmpfs of unlimited size until here.
            "--remount-ro", "/dev",
            "--remount-ro", "/",
            "--chdir", "/workspace",
            "--", RunnerInside,
        ]);
        return arguments;
    }
}
