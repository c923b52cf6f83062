using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;
using RCoder.Integration.WholePath;
using RCoder.Runtimes.Manifests;

namespace RCoder.Integration.Runtimes;

/// <summary>What every manifest promises of its language, kept by the languages of this machine in their sandboxes.</summary>
public sealed class ConformanceTests : IClassFixture<ServingEmbedded>
{
    private readonly ServingEmbedded serving;

    public ConformanceTests(ServingEmbedded serving)
    {
        Assert.SkipWhen(serving.Missing is not null, serving.Missing ?? "");
        this.serving = serving;
    }

    public static TheoryData<string, string> Cases =>
        [.. Manifests().SelectMany(manifest => manifest.Spec!.Conformance.Select(test => new TheoryDataRow<string, string>(manifest.Name!, test.Name)))];

    public static TheoryData<string> Names => [.. Manifests().Select(manifest => manifest.Name!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_conformance_case_holds(string runtime, string name)
    {
        var test = Manifest(runtime).Spec!.Conformance.Single(test => test.Name == name);
        var result = await RunAsync(new { language = runtime, source = test.Source, stdin = test.Stdin, args = test.Args, limits = new { wallMs = 30_000 } });

        Assert.True(test.Expect.Outcome == result.Outcome, $"{result.Outcome} {result.Message}\n{result.Compile?.Stderr}{result.Stderr}");
        if (test.Expect.Stdout is { } stdout)
            Assert.Equal(stdout, result.Stdout);
        if (test.Expect.ExitCode is { } exitCode)
            Assert.Equal(exitCode, result.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_editor_s_sample_runs_without_a_warning(string runtime)
    {
        var result = await RunAsync(new { language = runtime, source = Manifest(runtime).Spec!.Editor!.Sample });

        Assert.True(result.Outcome == Outcome.Succeeded, $"{result.Outcome} {result.Message}\n{result.Compile?.Stderr}{result.Stderr}");
        Assert.Equal("", result.Compile?.Stderr + result.Stderr);
        Assert.Contains("12 █████████ 9\n", result.Stdout, StringComparison.Ordinal);
    }

    private async Task<ExecutionResult> RunAsync(object request)
    {
        using var response = await serving.Process.Api.PostAsync(request, TestContext.Current.CancellationToken, wait: 60);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(body.Contains("is not on this machine", StringComparison.Ordinal), body);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        return JsonSerializer.Deserialize(body, Wire.Json.ExecutionResult)!;
    }

    private static RuntimeManifest Manifest(string name) => Manifests().Single(manifest => manifest.Name == name);

    private static IEnumerable<RuntimeManifest> Manifests([CallerFilePath] string path = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(path)!, "../../../manifests/runtimes"), "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(file => RuntimeManifest.Read(Path.GetFileName(file), File.ReadAllText(file)));
}
