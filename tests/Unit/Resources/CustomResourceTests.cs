using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RCoder.Unit.Golden;

namespace RCoder.Unit.Resources;

/// <summary>What the cluster is told of a LanguageRuntime is what the code reads: the file is written by this test.</summary>
public sealed class CustomResourceTests
{
    private const string Head = "# Written by the test CustomResourceTests from RuntimeSpec.cs and LanguageRuntimeStatus.cs: change those, then GOLDEN_WRITE=1.\n";

    [Fact]
    public void The_definition_is_that_of_the_types() =>
        GoldenFolder.Expect(Path.Combine(Manifests(), "crds/languageruntimes.yaml"), Head + CustomResourceYaml.Write(CustomResource.Definition()));

    [Fact]
    public void Every_field_of_the_spec_is_in_the_reference()
    {
        var reference = File.ReadAllText(Path.Combine(Manifests(), "../docs/language-runtime.md"));
        var spec = CustomResource.Definition()["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!.AsObject();
        Assert.DoesNotContain(Fields(spec).Distinct(), field => !Regex.IsMatch(reference, $@"`([\w.]+\.)?{field}(\.[\w.]+)?`"));
    }

    private static IEnumerable<string> Fields(JsonObject schema) =>
        schema["properties"] is JsonObject fields ? fields.SelectMany(field => Fields(field.Value!.AsObject()).Prepend(field.Key))
        : schema["items"] is JsonObject items ? Fields(items) : [];

    private static string Manifests([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../manifests"));
}
