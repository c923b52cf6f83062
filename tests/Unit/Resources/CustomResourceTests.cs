using System.Runtime.CompilerServices;
using RCoder.Unit.Golden;

namespace RCoder.Unit.Resources;

/// <summary>What the cluster is told of a LanguageRuntime is what the code reads: the file is written by this test.</summary>
public sealed class CustomResourceTests
{
    private const string Head = "# Written by the test CustomResourceTests from RuntimeSpec.cs and LanguageRuntimeStatus.cs: change those, then GOLDEN_WRITE=1.\n";

    [Fact]
    public void The_definition_is_that_of_the_types() =>
        GoldenFolder.Expect(Path.Combine(Manifests(), "crds/languageruntimes.yaml"), Head + CustomResourceYaml.Write(CustomResource.Definition()));

    private static string Manifests([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../manifests"));
}
