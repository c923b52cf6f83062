using System.Runtime.CompilerServices;
using RCoder.Contracts.Runtimes;
using RCoder.Runtimes.Local;

namespace RCoder.Integration.Runtimes;

public sealed class LocalRuntimesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rcoder-runtimes-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_shipped_runtimes_are_as_this_machine_has_them()
    {
        var runtimes = await LocalRuntimes.LoadAsync(Path.Combine(Repository(), "manifests/runtimes"), TestContext.Current.CancellationToken);
        Assert.Superset(new HashSet<string> { "python", "javascript", "bash", "c", "cpp" }, runtimes.Select(runtime => runtime.Name).ToHashSet());
        var bash = runtimes.Single(runtime => runtime.Name == "bash");
        Assert.True(bash.Ready, bash.Message);
        Assert.Equal("/usr/bin/bash", bash.Spec.Run.Command[0]);
        Assert.All(runtimes.Where(runtime => !runtime.Ready), runtime => Assert.Contains("is not on this machine: apt-get install ", runtime.Message));
    }

    [Fact]
    public async Task What_is_installed_and_the_commands_for_it_replace_what_the_image_has()
    {
        var runtime = await One("""
            requires: [/usr/bin/env]
            versionCommand: [/usr/bin/printf, 'tool version 7.2 (build 9)']
            run: [/usr/bin/env, "{source}"]
            binds: [/usr/bi*, /usr/there-is-none]
            """);
        Assert.True(runtime.Ready, runtime.Message);
        Assert.Equal("7.2.0", runtime.Spec.Version);
        Assert.Equal(["/usr/bin/env", "{source}"], runtime.Spec.Run.Command);
        Assert.Equal(["/usr/bin"], runtime.Spec.Local!.Binds);
    }

    [Theory]
    [InlineData("requires: [/usr/bin/env, /usr/bin/no-such-tool]\n", "/usr/bin/no-such-tool is not on this machine")]
    [InlineData("requires: [/usr/bin/no-such-tool]\npackage: tool\n", "/usr/bin/no-such-tool is not on this machine: apt-get install tool")]
    [InlineData("requires: [/etc/passwd]\n", "/etc/passwd is not on this machine")]
    [InlineData("versionCommand: [/usr/bin/true]\n", "'/usr/bin/true' told no version")]
    [InlineData("versionCommand: [/usr/bin/false, --version]\n", "'/usr/bin/false --version' ended with 1")]
    public async Task A_runtime_that_cannot_run_here_says_why(string local, string message)
    {
        var runtime = await One(local);
        Assert.False(runtime.Ready);
        Assert.Equal(message, runtime.Message);
    }

    [Fact]
    public async Task A_runtime_without_a_local_part_says_so()
    {
        Write("tool.yaml", "tool", "");
        var runtime = Assert.Single(await Load());
        Assert.False(runtime.Ready);
        Assert.Contains("no spec.local", runtime.Message);
    }

    [Fact]
    public async Task All_problems_of_all_files_come_at_once()
    {
        Write("a.yaml", "A", "");
        Write("b.yaml", "b", "requires: [b]\n");
        var error = await Assert.ThrowsAsync<InvalidRuntimesException>(Load);
        Assert.Equal(["a.yaml:3", "b.yaml:11"], error.Problems.Select(problem => problem[..problem.LastIndexOf(": ", StringComparison.Ordinal)].Split(": ")[0]));
    }

    [Fact]
    public async Task Two_runtimes_of_one_name_are_refused()
    {
        Write("a.yaml", "tool", "");
        Write("b.yaml", "tool", "");
        Assert.Equal(["tool is defined 2 times"], (await Assert.ThrowsAsync<InvalidRuntimesException>(Load)).Problems);
    }

    [Fact]
    public async Task A_folder_that_is_empty_or_not_there_is_refused()
    {
        await Assert.ThrowsAsync<InvalidRuntimesException>(Load);
        await Assert.ThrowsAsync<InvalidRuntimesException>(() => LocalRuntimes.LoadAsync("/no/such/folder", TestContext.Current.CancellationToken));
    }

    private async Task<Runtime> One(string local)
    {
        Write("tool.yaml", "tool", local);
        return Assert.Single(await Load());
    }

    private Task<IReadOnlyList<Runtime>> Load() => LocalRuntimes.LoadAsync(folder.FullName, TestContext.Current.CancellationToken);

    private void Write(string file, string name, string local) => File.WriteAllText(Path.Combine(folder.FullName, file), $$"""
        apiVersion: rcoder.dev/v1alpha1
        kind: LanguageRuntime
        metadata: {name: {{name}}}
        spec:
          language: tool
          version: "1.0.0"
          image: tool:1
          source: main.tool
          run: {command: [tool, "{source}"]}
        {{(local.Length == 0 ? "" : "  local:\n" + string.Concat(local.Trim().Split('\n').Select(line => $"    {line.Trim()}\n")))}}
        """);

    private static string Repository([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));
}
