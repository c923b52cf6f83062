using RCoder.Runner.Posix;

namespace RCoder.Runner.Supervision;

/// <summary>What the runner knows of the place it runs in, learned once.</summary>
internal sealed class Sandbox
{
    internal ProcessTree Processes { get; } = new();
    internal Cgroup? Cgroup { get; } = Cgroup.Find();

    internal SharedMemory Shared { get; } = new(Workspaces.Workspace.Path, "/tmp", "/dev/shm");

    /// <summary>Whether uids here are counted apart from those of the node, so that RLIMIT_NPROC holds this sandbox alone.</summary>
    internal bool OwnUserNamespace { get; } = Fd.ReadText("/proc/self/uid_map")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["0", "0", "4294967295\n"];

    /// <summary>The kernel counts them with the program's, as they share its uid.</summary>
    internal int OwnThreads { get; } = CountThreads();

    private static int CountThreads()
    {
        const string field = "Threads:";
        var status = Fd.ReadText("/proc/self/status") ?? "";
        var at = status.IndexOf(field, StringComparison.Ordinal);
        return at >= 0 && int.TryParse(status.AsSpan(at + field.Length, 8).Trim().ToString().Split('\n')[0], out var count) ? count : 1;
    }
}
