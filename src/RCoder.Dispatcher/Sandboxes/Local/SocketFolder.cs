using System.Globalization;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>A folder for the sockets of this process; those of processes that were killed are removed.</summary>
internal sealed class SocketFolder : IDisposable
{
    private const string Prefix = "rcoder-";
    private readonly string path;

    public SocketFolder(string parent)
    {
        foreach (var old in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(old).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && !Lives(pid))
                TryDelete(old);
        }
        path = Path.Combine(parent, $"{Prefix}{Environment.ProcessId}");
        TryDelete(path);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string For(string name) => Path.Combine(path, name);

    public void Dispose() => TryDelete(path);

    private static bool Lives(int pid) => Directory.Exists($"/proc/{pid}");

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone.
        }
    }
}
