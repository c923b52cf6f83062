using System.Runtime.CompilerServices;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;
using RCoder.Runtimes;
using RCoder.Runtimes.Manifests;
using RCoder.Unit.Golden;

namespace RCoder.Unit.Runtimes;

public sealed class ManifestTests
{
    private const string Folder = "manifests";

    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(ShippedFolder(), "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Wrong => GoldenFolder.Cases(Folder, ".yaml");

    /// <summary>Manifests that the tests on a cluster apply.</summary>
    public static TheoryData<string> Refused => [.. Directory.EnumerateFiles(RefusedFolder(), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_runtime_is_valid_and_complete(string file)
    {
        var manifest = Read(file);
        Assert.Empty(manifest.Problems);
        var spec = manifest.Spec!;
        Assert.Equal(Path.GetFileNameWithoutExtension(file), manifest.Name);
        Assert.False(string.IsNullOrWhiteSpace(spec.Editor?.Sample));
        Assert.False(string.IsNullOrWhiteSpace(spec.Editor?.Monaco));
        Assert.NotEmpty(spec.Compatibility!.Judge0);
        Assert.NotNull(spec.Compatibility.Piston);
        Assert.NotEmpty(spec.Local!.Requires);
        Assert.NotNull(spec.Local.Package);
        Assert.NotEmpty(spec.Local.VersionCommand);
        string[] cases = ["hello", "stdin", "args", "exit-code"];
        Assert.Equal(spec.Compile is null ? cases : [.. cases, "compile-error"], spec.Conformance.Select(test => test.Name));
        Assert.All(spec.Conformance, test => Assert.True(test.Expect.Stdout is not null || test.Expect.Outcome != Outcome.Succeeded));
    }

    [Fact]
    public void Shipped_runtimes_are_not_at_odds()
    {
        var runtimes = Shipped.Select(row => Read(row.Data)).Select(manifest => new Runtime { Name = manifest.Name!, Spec = manifest.Spec!, Ready = true }).ToList();
        Assert.Empty(RuntimeCheck.Conflicts(runtimes));
        Assert.Equal(runtimes.SelectMany(runtime => runtime.Spec.Compatibility!.Judge0).Distinct().Count(), runtimes.Sum(runtime => runtime.Spec.Compatibility!.Judge0.Count));
    }

    [Fact]
    public void The_documentation_s_example_is_valid()
    {
        var example = Documentation("add-a-language.md").Split("```yaml\n")[1].Split("```")[0];
        Assert.Empty(RuntimeManifest.Read("tcl.yaml", example).Problems);
    }

    [Fact]
    public void The_documentation_s_table_is_of_what_is_shipped()
    {
        var text = Documentation("languages.md");
        var rows = Shipped.Select(row => Read(row.Data)).Select(manifest =>
            $"| {manifest.Name} | {string.Join(", ", manifest.Spec!.Aliases.Prepend(manifest.Spec.Language).Select(alias => $"`{alias}`"))} | `{manifest.Spec.Image}` | `{manifest.Spec.Local!.Package}` |");
        Assert.All(rows, row => Assert.Contains(row, text));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_API_server_refuses_is_refused_in_a_file_too(string name)
    {
        var problems = RuntimeManifest.Read(name, File.ReadAllText(Path.Combine(RefusedFolder(), name + ".yaml"))).Problems;
        Assert.NotEmpty(problems);
        var fields = File.ReadLines(Path.Combine(RefusedFolder(), name + ".refusal")).Select(line => line.Split(": ")[0].TrimStart('.').Split('[')[0]).Where(field => field.StartsWith("spec", StringComparison.Ordinal));
        Assert.All(fields, field => Assert.Contains(problems, problem => problem.Contains($" {field}", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_manifest_is_told_all_that_is_wrong_with_file_and_line(string name)
    {
        var manifest = RuntimeManifest.Read(name + ".yaml", File.ReadAllText(GoldenFolder.PathOf(Folder, name + ".yaml")));
        Assert.Null(manifest.Spec);
        GoldenFolder.Expect(Folder, name + ".problems", string.Join('\n', manifest.Problems) + "\n");
    }

    [Fact]
    public void A_name_belongs_to_one_language_and_to_any_number_of_its_versions()
    {
        var three = Some.Runtime("python", "3.13.0", "py") with { Name = "python-3.13" };
        Assert.Empty(RuntimeCheck.Conflicts([three, Some.Runtime("python", "3.11.2", "py")]));
        Assert.Equal(["'py' means python-3.13 and pyret; a name belongs to one language"], RuntimeCheck.Conflicts([three, Some.Runtime("pyret", "1.0.0", "PY")]));
    }

    [Fact]
    public void Whatever_the_text_reading_never_throws()
    {
        const string pieces = "&*[]{}:-#\"'|>%@`!?,\t\n\0é~";
        var random = new Random(20261123);
        var good = File.ReadAllText(Path.Combine(ShippedFolder(), "c.yaml"))[..2500];
        for (var round = 0; round < 2_000; round++)
        {
            var text = good;
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(text.Length);
                var piece = random.Next(3) == 0 ? "" : pieces[random.Next(pieces.Length)].ToString();
                text = text[..at] + piece + text[Math.Min(text.Length, at + random.Next(3))..];
            }
            var error = Record.Exception(() => RuntimeManifest.Read("x.yaml", text));
            Assert.True(error is null, $"round {round}: {error}\n{text}");
        }
    }

    private static RuntimeManifest Read(string file) => RuntimeManifest.Read(file, File.ReadAllText(Path.Combine(ShippedFolder(), file)));

    private static string Documentation(string file) => File.ReadAllText(Path.Combine(ShippedFolder(), "../../docs", file));

    private static string RefusedFolder() => Path.Combine(ShippedFolder(), "../../tests/Cluster/Runtimes/refused");

    private static string ShippedFolder([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../manifests/runtimes"));
}
