using System.Diagnostics;

namespace RCoder.Runtimes.Local;

/// <summary>What is installed on this machine.</summary>
internal static class HostTools
{
    // Nobody asks again: a tool that a busy machine is slow to start would be missing until the next start.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static bool IsExecutable(string path) =>
        File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    /// <summary>The paths that are there, '*' in a last part spelt out.</summary>
    public static IEnumerable<string> Existing(IEnumerable<string> paths) =>
        from path in paths
        let folder = Path.GetDirectoryName(path)!
        where Directory.Exists(folder)
        from found in Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(path)).Order(StringComparer.Ordinal)
        select found;

    /// <summary>All that a command prints, or why it printed nothing: <c>(text, null)</c> or <c>(null, reason)</c>.</summary>
    public static async Task<(string? Text, string? Reason)> RunAsync(IReadOnlyList<string> command, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LANG"] = "C.UTF-8";
        using var process = new Process { StartInfo = start };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            process.Start();
            process.StandardInput.Close();
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? (string.Concat(texts), null) : (null, $"ended with {process.ExitCode}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return (null, $"did not answer within {Patience.TotalSeconds} s");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (null, $"could not be started: {error.Message}");
        }
    }
}
