using RCoder.Dispatcher.Sandboxes.Local;

namespace RCoder.Integration.Sandboxes;

public sealed class SandboxFolderTests : IDisposable
{
    private readonly DirectoryInfo shared = Directory.CreateTempSubdirectory("rcoder-test-");
    private readonly LocalSandboxOptions options;

    public SandboxFolderTests()
    {
        var runner = Path.Combine(shared.FullName, "the-runner");
        File.WriteAllText(runner, "ours");
        options = new() { Folder = shared.FullName, RunnerPath = runner };
    }

    [Fact]
    public void Its_name_is_new_each_time_so_that_nobody_makes_it_before_us()
    {
        var foreseen = Path.Combine(shared.FullName, $"rcoder-{Environment.ProcessId}");
        Directory.CreateDirectory(foreseen);
        File.WriteAllText(Path.Combine(foreseen, "runner"), "theirs");
        using var first = new SandboxFolder(options);
        using var second = new SandboxFolder(options);
        Assert.Equal(["ours", "ours"], [File.ReadAllText(first.Runner), File.ReadAllText(second.Runner)]);
        Assert.NotEqual(first.Runner, second.Runner);
        Assert.False(first.Runner.StartsWith(foreseen + "/", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_else_sees_into_it()
    {
        using var folder = new SandboxFolder(options);
        var mode = File.GetUnixFileMode(Path.GetDirectoryName(folder.Runner)!);
        // Where root starts it, the sandboxes' user comes through it, and knows where to.
        var passable = Environment.IsPrivilegedProcess ? UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : 0;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | passable, mode);
    }

    [Fact]
    public void What_processes_of_ours_left_is_removed_and_what_others_made_or_linked_stays()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(shared.FullName, "elsewhere"));
        string At(string name) => Path.Combine(shared.FullName, name);
        // No process has such a number.
        Directory.CreateDirectory(At("rcoder-99999999"));
        Directory.CreateDirectory(At("rcoder-99999998-0123456789abcdef"));
        Directory.CreateDirectory(At("rcoder-of-somebody"));
        File.CreateSymbolicLink(At("rcoder-99999997"), elsewhere.FullName);
        using (new SandboxFolder(options))
        {
            var left = Directory.EnumerateDirectories(shared.FullName, "rcoder-9*").Select(Path.GetFileName);
            Assert.Equal(["rcoder-99999997"], left);
            Assert.True(Directory.Exists(At("rcoder-of-somebody")));
            Assert.True(elsewhere.Exists);
        }
        Assert.Empty(Directory.EnumerateDirectories(shared.FullName, $"rcoder-{Environment.ProcessId}-*"));
    }

    [Fact]
    public void What_belongs_to_another_user_is_told_from_what_is_ours()
    {
        Assert.True(FolderOwner.IsUs(shared.FullName));
        Assert.False(FolderOwner.IsUs(Path.Combine(shared.FullName, "missing")));
        if (Environment.IsPrivilegedProcess)
        {
            using var given = System.Diagnostics.Process.Start("chown", ["65532", shared.FullName]);
            given.WaitForExit();
            Assert.False(FolderOwner.IsUs(shared.FullName));
        }
        else
        {
            Assert.False(FolderOwner.IsUs("/"));
        }
    }

    public void Dispose() => shared.Delete(recursive: true);
}
