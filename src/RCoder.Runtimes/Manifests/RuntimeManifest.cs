using System.Text.Json;
using RCoder.Contracts.Runtimes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RCoder.Runtimes.Manifests;

/// <summary>A LanguageRuntime that was read from YAML; or all that is wrong with it, each with its file and line.</summary>
public sealed record RuntimeManifest
{
    private RuntimeManifest(IReadOnlyList<string> problems) => Problems = problems;

    /// <summary>Null when there are problems.</summary>
    public string? Name { get; private init; }

    /// <summary>Null when there are problems.</summary>
    public RuntimeSpec? Spec { get; private init; }

    public IReadOnlyList<string> Problems { get; }

    public static RuntimeManifest Read(string file, string yaml)
    {
        YamlNode root;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count != 1)
                return new RuntimeManifest([$"{file}:1: holds {stream.Documents.Count} documents; it must hold one LanguageRuntime"]);
            root = stream.Documents[0].RootNode;
        }
        catch (YamlException error)
        {
            return new RuntimeManifest([$"{file}:{error.Start.Line}: is not valid YAML: {error.InnerException?.Message ?? error.Message}"]);
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner throws it, without a place, on some flow collections that are not closed.
            return new RuntimeManifest([$"{file}:1: is not valid YAML: a '[' or '{{' may not be closed"]);
        }
        return Read(root, new ManifestShape(file));
    }

    private static RuntimeManifest Read(YamlNode root, ManifestShape shape)
    {
        shape.Check(root, ManifestJson.Default.ManifestDocument, "");
        if (shape.Problems.Count > 0)
            return new RuntimeManifest(shape.Problems);

        var document = YamlText.ToJson(root).Deserialize(ManifestJson.Default.ManifestDocument)!;
        if (document.ApiVersion != ManifestDocument.Version)
            shape.Add("apiVersion", $"is {document.ApiVersion}; it must be {ManifestDocument.Version}");
        if (document.Kind != ManifestDocument.LanguageRuntime)
            shape.Add("kind", $"is {document.Kind}; it must be {ManifestDocument.LanguageRuntime}");
        foreach (var (field, messages) in RuntimeCheck.Problems(document.Metadata.Name, document.Spec).ToDictionary())
        {
            foreach (var message in messages)
                shape.Add(field, message);
        }
        return shape.Problems.Count > 0
            ? new RuntimeManifest(shape.Problems)
            : new RuntimeManifest([]) { Name = document.Metadata.Name, Spec = document.Spec };
    }
}
