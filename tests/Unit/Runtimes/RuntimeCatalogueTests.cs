using RCoder.Contracts.Runtimes;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Unit.Runtimes;

public sealed class RuntimeCatalogueTests
{
    private readonly RuntimeCatalogue catalogue = new();

    public RuntimeCatalogueTests() => catalogue.Replace(
    [
        Some.Runtime("python", "3.9.2", "py") with { Name = "python-3.9" },
        Some.Runtime("python", "3.13.5", "py") with { Name = "python-3.13" },
        Some.Runtime("python", "3.11.2", "py") with { Name = "python-3.11" },
        Some.Runtime("cpp", "14.2.0", "c++"),
        NotReady(Some.Runtime("ruby", "3.3.8", "rb")),
        NotReady(Some.Runtime("node", "22.1.0", "js") with { Name = "node-22" }),
        Some.Runtime("node", "20.19.2", "js") with { Name = "node-20" },
    ]);

    [Theory]
    [InlineData("python", null, "python-3.13")]
    [InlineData("PyThOn", null, "python-3.13")]
    [InlineData("py", "3", "python-3.13")]
    [InlineData("py", "3.9", "python-3.9")]
    [InlineData("py@3.11.2", null, "python-3.11")]
    [InlineData("python@^3.9", null, "python-3.13")]
    [InlineData("python@~3.9", null, "python-3.9")]
    [InlineData("python", ">=3.9 <3.12", "python-3.11")]
    [InlineData("python", "3.9 || 3.11", "python-3.11")]
    [InlineData("python", "*", "python-3.13")]
    [InlineData("python-3.9", null, "python-3.9")]
    [InlineData(" C++ ", null, "cpp")]
    [InlineData("c++@14", null, "cpp")]
    [InlineData("js", null, "node-20")]
    public void The_newest_ready_runtime_that_matches_is_meant(string language, string? version, string expected) =>
        Assert.Equal(expected, catalogue.Resolve(language, version).Runtime?.Name);

    [Theory]
    [InlineData("cobol", null, "language", "is 'cobol', which is not known; there is cpp, node, python")]
    [InlineData("pyhton", null, "language", "is 'pyhton', which is not known (did you mean python?); there is cpp, node, python")]
    [InlineData("py@3", "3", "version", "is '3', and language asks for '3'; give one of the two")]
    [InlineData("py", "4", "version", "is '4'; python comes as 3.9.2, 3.11.2, 3.13.5")]
    [InlineData("py@>3.13.5", null, "language", "is '>3.13.5'; python comes as 3.9.2, 3.11.2, 3.13.5")]
    [InlineData("py@", null, "language", "is ''; it must be a range of versions, such as 3, ^3.11 or >=3.9 <3.12")]
    [InlineData("py", "newest", "version", "is 'newest'; it must be a range of versions, such as 3, ^3.11 or >=3.9 <3.12")]
    [InlineData("rb", null, "language", "is 'rb', which is not ready: ruby is not installed")]
    [InlineData("js@22", null, "language", "is 'js@22', which is not ready: node is not installed")]
    public void What_nothing_answers_to_is_told_what_there_is(string language, string? version, string field, string message)
    {
        var resolution = catalogue.Resolve(language, version);
        Assert.Null(resolution.Runtime);
        Assert.Equal((field, message), (resolution.Field, resolution.Message));
    }

    [Fact]
    public void An_empty_catalogue_says_so() =>
        Assert.Equal("is 'python', which is not known; no language is ready", new RuntimeCatalogue().Resolve("python", null).Message);

    [Fact]
    public void A_change_is_seen_whole_by_who_was_told_of_it()
    {
        var seen = new List<string>();
        catalogue.Changed += () => seen.Add(string.Join(' ', catalogue.All.Select(runtime => runtime.Name)));
        catalogue.Replace([Some.Runtime("b", "1.0.0")]);
        catalogue.Put(Some.Runtime("a", "1.0.0"));
        catalogue.Put(Some.Runtime("b", "2.0.0"));
        catalogue.Remove("a");
        Assert.Equal(["b", "a b", "a b", "b"], seen);
        Assert.Equal("2.0.0", catalogue.Find("b")?.Spec.Version);
        Assert.Null(catalogue.Find("a"));
    }

    private static Runtime NotReady(Runtime runtime) => runtime with { Ready = false, Message = $"{runtime.Spec.Language} is not installed" };
}
