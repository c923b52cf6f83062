using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RCoder.Cluster.Clusters;
using RCoder.Contracts.Executions;

namespace RCoder.Cluster.Install;

/// <summary>RCoder as helm installs it, with its trial broker, on a bare cluster.</summary>
[Collection(nameof(Alone))]
public sealed class InstallTests(TrialRelease release, ITestOutputHelper output) : IClassFixture<TrialRelease>
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);
    private const long IdleBytes = 300_000_000;

    [Fact]
    public async Task It_is_ready_within_a_minute_and_its_first_program_runs()
    {
        Skip();
        output.WriteLine($"helm install --wait took {release.ReadyAfter.TotalSeconds:0.0} s");
        await using var forward = await release.OpenAsync();
        var result = await forward.Api.RunAsync("python", "print(6 * 7)");
        Assert.Equal((Outcome.Succeeded, "42\n"), (result.Outcome, result.Stdout));
        Assert.Equal(1, result.Attempt);
        Assert.True(release.ReadyAfter < ReadyWithin, $"ready only after {release.ReadyAfter}");
    }

    [Fact]
    public async Task Its_editor_opens_and_calls_the_API_at_its_own_origin()
    {
        Skip();
        await using var forward = await release.OpenAsync();
        var page = await forward.Editor.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.Contains("<script", page, StringComparison.Ordinal);
        Assert.Contains("\"python\"", await forward.Editor.GetStringAsync("/v1/runtimes", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_is_added_as_the_documentation_says()
    {
        Skip();
        var steps = AddingALanguage.Read();
        Assert.SkipUnless(release.Images.Contains(steps.Image, StringComparison.Ordinal), $"the cluster has no image {steps.Image}, which docs/add-a-language.md adds");
        await using var forward = await release.OpenAsync();
        var clock = Stopwatch.StartNew();
        Assert.Contains("condition met", await steps.ApplyAsync(release.Name), StringComparison.Ordinal);
        var ready = clock.Elapsed;
        var answer = await steps.RunAsync(forward.Api.BaseAddress!);
        output.WriteLine($"kubectl apply to Ready {ready.TotalSeconds:0.0} s, to the first run's result {clock.Elapsed.TotalSeconds:0.0} s");
        foreach (var promised in steps.Answer)
            Assert.Contains(promised, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_notes_tell_what_to_open()
    {
        Skip();
        Assert.Contains($"kubectl -n {release.Namespace} port-forward svc/{release.Name} 3000 8080", release.Notes, StringComparison.Ordinal);
        Assert.Contains("http://localhost:3000", release.Notes, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Nobody_has_more_rights_than_the_work_needs()
    {
        Skip();
        var own = release.Namespace;
        Assert.Empty(await Rights.OfAsync($"{release.Name}-api", own, own));
        Assert.Empty(await Rights.OfAsync($"{release.Name}-api", own, release.Executions));
        Assert.Empty(await Rights.OfAsync($"{release.Name}-dispatcher", own, own));
        Assert.Equal([
            "events: list",
            "jobs.batch: create delete get patch",
            "pods: list watch",
        ], await Rights.OfAsync($"{release.Name}-dispatcher", own, release.Executions));
        string[] everywhere = [
            "languageruntimes.rcoder.dev/status: patch",
            "languageruntimes.rcoder.dev: get list patch watch",
        ];
        Assert.Equal([.. everywhere, $"leases.coordination.k8s.io {release.Name}-operator: get update", "leases.coordination.k8s.io: create"], (await Rights.OfAsync($"{release.Name}-operator", own, own)).OrderBy(right => !right.StartsWith("language", StringComparison.Ordinal)));
        Assert.Equal([
            "jobs.batch: create delete list watch",
            .. everywhere,
            "pods: create delete list watch",
        ], await Rights.OfAsync($"{release.Name}-operator", own, release.Executions));
        Assert.Equal(["events.events.k8s.io: create", .. everywhere], await Rights.OfAsync($"{release.Name}-operator", own, "default"));
        Assert.Empty(await Rights.OfAsync("default", own, release.Executions));
    }

    [Fact]
    public async Task The_API_holds_no_token_and_nobody_writes_to_its_root()
    {
        Skip();
        var pods = await PodsAsync(release.Namespace);
        Assert.All(pods.Where(pod => Component(pod) is "api" or "dispatcher" or "operator"), pod =>
        {
            var spec = pod.GetProperty("spec");
            var mounted = spec.TryGetProperty("volumes", out var volumes) && volumes.GetRawText().Contains("serviceAccountToken", StringComparison.Ordinal);
            Assert.Equal(Component(pod) != "api", mounted);
            Assert.All(spec.GetProperty("containers").EnumerateArray(), container => Assert.True(container.GetProperty("securityContext").GetProperty("readOnlyRootFilesystem").GetBoolean()));
        });
    }

    [Fact]
    public async Task Idle_it_needs_little_memory()
    {
        Skip();
        var components = (await PodsAsync(release.Namespace)).ToDictionary(pod => pod.GetProperty("metadata").GetProperty("name").GetString()!, Component);
        var nodes = (await Tool.RunAsync("kubectl", "get", "nodes", "-o", "jsonpath={.items[*].metadata.name}")).Trim().Split(' ');
        long sum = 0;
        foreach (var node in nodes)
        {
            var summary = JsonDocument.Parse(await Tool.RunAsync("kubectl", "get", "--raw", $"/api/v1/nodes/{node}/proxy/stats/summary")).RootElement;
            foreach (var pod in summary.GetProperty("pods").EnumerateArray().Where(pod => pod.GetProperty("podRef").GetProperty("namespace").GetString() == release.Namespace))
            {
                if (components.GetValueOrDefault(pod.GetProperty("podRef").GetProperty("name").GetString()!) is not ("api" or "dispatcher" or "operator"))
                    continue;
                var used = pod.GetProperty("containers").EnumerateArray().Sum(container => container.GetProperty("memory").GetProperty("workingSetBytes").GetInt64());
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pod.GetProperty("podRef").GetProperty("name")}: {used / 1048576.0:0} MiB"));
                sum += used;
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"together {sum / 1048576.0:0} MiB"));
        Assert.InRange(sum, 1, IdleBytes);
    }

    [Fact]
    public async Task Upgrade_and_rollback_keep_running_runs()
    {
        Skip();
        await Upgrade.KeepsRunsAsync(release);
    }

    private void Skip() => Assert.SkipWhen(release.Missing is not null, release.Missing ?? "");

    private static async Task<List<JsonElement>> PodsAsync(string @namespace) =>
        [.. JsonDocument.Parse(await Tool.RunAsync("kubectl", "get", "pods", "-n", @namespace, "-o", "json")).RootElement.GetProperty("items").EnumerateArray()];

    private static string? Component(JsonElement pod) =>
        pod.GetProperty("metadata").GetProperty("labels").TryGetProperty("app.kubernetes.io/component", out var component) ? component.GetString() : null;
}
