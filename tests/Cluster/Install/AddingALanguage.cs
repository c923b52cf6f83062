using System.Text.RegularExpressions;

namespace RCoder.Cluster.Install;

/// <summary>What <c>docs/add-a-language.md</c> tells to do, as it is written there.</summary>
internal sealed partial class AddingALanguage
{
    private readonly string manifest, apply, run;

    private AddingALanguage(string text)
    {
        (manifest, apply, run) = (Blocks.Of(text, "yaml")[0], Blocks.Of(text, "sh")[0], Blocks.Of(text, "sh")[1]);
        Image = Regex.Match(manifest, @"image: (\S+)").Groups[1].Value;
        Answer = [.. Promised().Match(text).Groups[1].Value.Split("` and `")];
    }

    public string Image { get; }

    /// <summary>What the answer to the first run holds.</summary>
    public IReadOnlyList<string> Answer { get; }

    public static AddingALanguage Read() => new(File.ReadAllText(Path.Combine(Tool.Root, "docs", "add-a-language.md")));

    /// <summary>For the operator of one release: others leave it alone.</summary>
    public async Task<string> ApplyAsync(string release)
    {
        var folder = Directory.CreateTempSubdirectory("rcoder-");
        try
        {
            var labelled = manifest.Replace("metadata:\n", $"metadata:\n  labels: {{app.kubernetes.io/instance: {release}}}\n", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tcl.yaml"), labelled);
            return await Tool.RunAsync("bash", "-ec", $"cd {folder.FullName}\n{apply}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public Task<string> RunAsync(Uri api) => Tool.RunAsync("bash", "-ec", run.Replace("localhost:8080", api.Authority, StringComparison.Ordinal));

    [GeneratedRegex("The answer holds `(.*)`\\.")]
    private static partial Regex Promised();
}
