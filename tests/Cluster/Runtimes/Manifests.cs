using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RCoder.Runtimes.Manifests;
using YamlDotNet.RepresentationModel;

namespace RCoder.Cluster.Runtimes;

/// <summary>The files of <c>manifests/</c>, and those beside this one.</summary>
internal static class Manifests
{
    public static IReadOnlyList<string> Shipped { get; } = Names(Path.Combine(Root(), "manifests/runtimes"));

    public static string PathOf(string file) => Path.Combine(Root(), "manifests", file);

    public static RuntimeManifest Read(string name)
    {
        var manifest = RuntimeManifest.Read(name, File.ReadAllText(PathOf($"runtimes/{name}.yaml")));
        Assert.Empty(manifest.Problems);
        return manifest;
    }

    public static JsonNode Json(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(path)));
        return YamlText.ToJson(stream.Documents.Single().RootNode)!;
    }

    /// <summary>The YAML files of a folder, by name without the ending.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));
}
