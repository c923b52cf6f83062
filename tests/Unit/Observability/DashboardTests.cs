using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Prometheus;
using RCoder.Api.Observability;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Dispatcher;
using RCoder.Operator;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Unit.Observability;

/// <summary>The dashboards of the chart ask for what RCoder tells.</summary>
public sealed partial class DashboardTests
{
    // What Prometheus adds to each series, and prometheus-net tells of the process.
    private static readonly string[] Always = ["namespace", "pod", "le", "process_working_set_bytes"];

    public static TheoryData<string> Dashboards => [.. Directory.EnumerateFiles(Folder(), "*.json").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task Every_metric_and_label_of_a_dashboard_is_one_that_RCoder_exports(string file)
    {
        var exported = Words(await ExportedAsync()).Concat(Always).ToHashSet();
        var expressions = Expressions(JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), file))).RootElement).ToList();
        Assert.NotEmpty(expressions);
        Assert.All(expressions, expression => Assert.Empty(Words(Asked(expression)).Except(exported)));
    }

    /// <summary>What each role tells, once it has something of each kind to tell.</summary>
    private static async Task<string> ExportedAsync()
    {
        var registry = Metrics.NewCustomRegistry();
        new HttpDurations(registry).Observe(new Microsoft.AspNetCore.Http.DefaultHttpContext(), TimeSpan.Zero);
        var tally = new ExecutionTally(registry, new RuntimeCatalogue(), TimeProvider.System);
        tally.Count(new Finished { Id = default, At = default, Seq = 0, Outcome = Outcome.Succeeded, Timings = new() }, ended: false);
        var dispatcher = new DispatcherMetrics();
        dispatcher.Finished("python", Outcome.Succeeded, new());
        dispatcher.Retried("python");
        dispatcher.Claimed(warm: true, 1);
        dispatcher.Free("python", 1);
        var operators = new OperatorMetrics();
        operators.Pool("python", new(), isReady: true);
        operators.Failed("python");
        var text = await TextAsync(registry) + await TextAsync(Metrics.DefaultRegistry);
        return string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#')));
    }

    private static async Task<string> TextAsync(CollectorRegistry registry)
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property.NameEquals("expr") ? [property.Value.GetString()!] : Expressions(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
        _ => [],
    };

    /// <summary>Without values, variables and PromQL's own words.</summary>
    private static string Asked(string expression) => NoName().Replace(expression, " ");

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(match => match.Value);

    private static string Folder([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../charts/rcoder/dashboards"));

    [GeneratedRegex("""(?x) "[^"]*" | \[[^\]]*\] | \b(sum|max|by|rate|increase|abs|histogram_quantile)\b""")]
    private static partial Regex NoName();

    [GeneratedRegex("[a-z_]{2,}")]
    private static partial Regex Word();
}
