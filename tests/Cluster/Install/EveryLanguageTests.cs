using System.Text.Json;
using RCoder.Cluster.Clusters;

namespace RCoder.Cluster.Install;

/// <summary>RCoder as helm installs it, with all that it ships.</summary>
[Collection(nameof(Alone))]
public sealed class EveryLanguageTests(EveryLanguageRelease release, ITestOutputHelper output) : IClassFixture<EveryLanguageRelease>
{
    // What the browser's tests write programs in.
    private static readonly string[] OfTheEditor = ["c", "python"];

    [Fact]
    public async Task Each_is_ready_with_a_measured_latency_and_runs_a_program()
    {
        Skip();
        output.WriteLine($"helm install --wait took {release.ReadyAfter.TotalSeconds:0} s");
        foreach (var name in release.Runtimes)
        {
            var status = JsonDocument.Parse(await Tool.RunAsync("kubectl", "get", "languageruntime", name, "-o", "json")).RootElement.GetProperty("status");
            var latency = status.GetProperty("latency");
            output.WriteLine($"{name}: {latency}");
            Assert.Contains(status.GetProperty("conditions").EnumerateArray(), condition => condition.GetProperty("type").GetString() == "Ready" && condition.GetProperty("status").GetString() == "True");
            Assert.InRange(latency.GetProperty("p50Ms").GetDouble(), 0.1, latency.GetProperty("p99Ms").GetDouble());
        }
        var said = await release.HelmAsync("test", release.Name, "--logs", "--timeout", "3m");
        foreach (var name in release.Runtimes)
            Assert.Contains($"ok         {name}", said, StringComparison.Ordinal);
        Assert.Contains("All languages run.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_editor_s_own_tests_pass_on_it_and_no_language_is_taken_back_meanwhile()
    {
        Skip();
        Assert.SkipWhen(Tool.Missing("node", "npm") is not null, Tool.Missing("node", "npm") ?? "");
        Assert.SkipUnless(OfTheEditor.All(release.Runtimes.Contains), $"the cluster has not the images of {string.Join(" and ", OfTheEditor)}");
        await using var forward = await release.OpenAsync();
        var ready = await ReadySinceAsync();
        var said = await Tool.RunAsync("env", $"RCODER_URL={forward.Editor.BaseAddress}", "tests/Browser/run");
        output.WriteLine(string.Join('\n', said.Split('\n').Where(line => line.StartsWith("# ", StringComparison.Ordinal))));
        Assert.Contains("# fail 0", said, StringComparison.Ordinal);
        Assert.DoesNotContain("# pass 0", said, StringComparison.Ordinal);
        // A language that was not ready for a moment has refused programs in it.
        Assert.Equal(ready, await ReadySinceAsync());
    }

    /// <summary>Of each runtime: its name, and whether it is Ready and since when.</summary>
    private async Task<string> ReadySinceAsync() => await Tool.RunAsync("kubectl", "get", "languageruntimes", "-l", $"app.kubernetes.io/instance={release.Name}", "-o",
        """jsonpath={range .items[*]}{.metadata.name}{range .status.conditions[?(@.type=="Ready")]} {.status} {.lastTransitionTime}{end}{"\n"}{end}""");

    private void Skip() => Assert.SkipWhen(release.Missing is not null, release.Missing ?? "");
}
