using System.Globalization;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>
/// A folder of this process: a copy of the runner, where the sandboxes' user can read it, and the sockets, which only
/// we can open. What processes left that were killed is removed.
/// </summary>
internal sealed class SandboxFolder : IDisposable
{
    private const string Prefix = "rcoder-";
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Readable = Passable | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private readonly string path;

    public SandboxFolder(LocalSandboxOptions options)
    {
        foreach (var old in Directory.EnumerateDirectories(options.Folder, Prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(old).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && !Lives(pid))
                TryDelete(old);
        }
        path = Path.Combine(options.Folder, $"{Prefix}{Environment.ProcessId}");
        TryDelete(path);
        Directory.CreateDirectory(path, Passable);
        if (File.Exists(options.RunnerFile))
        {
            File.Copy(options.RunnerFile, Runner);
            File.SetUnixFileMode(Runner, Readable);
        }
    }

    public string Runner => Path.Combine(path, "runner");

    public string Socket(string sandbox) => Path.Combine(path, sandbox);

    public void Dispose() => TryDelete(path);

    private static bool Lives(int pid) => Directory.Exists($"/proc/{pid}");

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone meanwhile.
        }
    }
}
