using System.Globalization;
using System.Security.Cryptography;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>
/// A folder of this process: a copy of the runner, where the sandboxes' user can read it, and the sockets, which only
/// we can open. Its name is new each time, so that nobody has made it before us. What our processes left that were
/// killed is removed; what others made stays, whatever it is called.
/// </summary>
internal sealed class SandboxFolder : IDisposable
{
    private const string Prefix = "rcoder-";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Readable = Passable | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private readonly string path;

    public SandboxFolder(LocalSandboxOptions options)
    {
        foreach (var old in Directory.EnumerateDirectories(options.Folder, Prefix + "*"))
        {
            if (ProcessOf(old) is { } pid && !Lives(pid) && FolderOwner.IsUs(old))
                TryDelete(old);
        }
        path = Path.Combine(options.Folder, $"{Prefix}{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        // Root's sandboxes are another user's: they must find the runner in it.
        Directory.CreateDirectory(path, Environment.IsPrivilegedProcess ? Passable : Private);
        if (!FolderOwner.IsUs(path))
            throw new IOException($"{path} is another user's");
        if (File.Exists(options.RunnerFile))
        {
            File.Copy(options.RunnerFile, Runner);
            File.SetUnixFileMode(Runner, Readable);
        }
    }

    public string Runner => Path.Combine(path, "runner");

    public string Socket(string sandbox) => Path.Combine(path, sandbox);

    public void Dispose() => TryDelete(path);

    /// <summary>Of <c>rcoder-123-…</c>, and of <c>rcoder-123</c>, as they were once called.</summary>
    private static int? ProcessOf(string folder)
    {
        var name = Path.GetFileName(folder)[Prefix.Length..].Split('-', 2)[0];
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }

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
