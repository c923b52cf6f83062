using System.Diagnostics;
using System.Text;

namespace RCoder.Cluster.Install;

/// <summary>Programs that people install with: helm, kubectl, our own scripts.</summary>
internal static class Tool
{
    /// <summary>The folder of RCoder.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Why these tests can't run here, or null.</summary>
    public static string? Missing(params string[] programs) =>
        programs.FirstOrDefault(program => !OnPath(program)) is { } missing ? $"{missing} is not on the PATH" : null;

    /// <exception cref="Xunit.Sdk.XunitException">It failed; what it said is told.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, output) = await TryAsync(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{output}");
        return output;
    }

    /// <summary>The exit code, and what it wrote; of its errors all but helm's remarks on symbolic links.</summary>
    public static async Task<(int Code, string Output)> TryAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = new StringBuilder();
        DataReceivedEventHandler take = (_, line) =>
        {
            if (line.Data is null || line.Data.Contains("found symbolic link", StringComparison.Ordinal))
                return;
            lock (output)
                output.AppendLine(line.Data);
        };
        process.OutputDataReceived += take;
        process.ErrorDataReceived += take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        lock (output)
            return (process.ExitCode, output.ToString());
    }

    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RCoder.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("RCoder.sln is in no folder above the tests");
    }
}
