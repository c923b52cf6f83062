using System.Diagnostics;

namespace RCoder.Integration.Runner;

/// <summary>The real runner, installed where the sandbox's user can read it. What is missing for that skips the test aloud.</summary>
internal static class RunnerBinary
{
    private static readonly Lazy<string> Installed = new(Install);

    public static string Path
    {
        get
        {
            Assert.SkipUnless(File.Exists("/usr/bin/bwrap"), "bubblewrap is missing: apt-get install bubblewrap");
            Assert.SkipUnless(File.Exists(Built), "the runner is not built: make (needs clang and lld)");
            return Installed.Value;
        }
    }

    private static string Built { get; } = Environment.GetEnvironmentVariable("RCODER_RUNNER") ?? Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "RCoder.sln"))) folder = folder.Parent;
        return System.IO.Path.Combine(folder?.FullName ?? "/", "artifacts", "runner", "rcoder-runner");
    }

    private static string Install()
    {
        var folder = Directory.CreateTempSubdirectory("rcoder-runner-");
        folder.UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        using var install = Process.Start(Built, ["install", folder.FullName]);
        install.WaitForExit();
        Assert.Equal(0, install.ExitCode);
        return System.IO.Path.Combine(folder.FullName, "rcoder-runner");
    }
}
