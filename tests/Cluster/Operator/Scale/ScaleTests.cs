using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RCoder.Cluster.Clusters;
using RCoder.Cluster.Dispatch;
using RCoder.Cluster.Runtimes;
using RCoder.Contracts.Runtimes;

namespace RCoder.Cluster.Operator.Scale;

[Collection(nameof(Alone))]
public sealed class ScaleTests(OperatorCluster on, ITestOutputHelper output) : IClassFixture<OperatorCluster>
{
    private const int Runtimes = 50;
    private const int PodsEach = 20;
    private const long MostBytes = 150_000_000;
    private const double MostOfACore = 0.1;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_runtimes_and_a_thousand_pods_cost_an_operator_next_to_nothing_while_nothing_changes()
    {
        Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
        await using var nodes = await PretendNodes.StartAsync(on.Client, on.Namespace, count: 4, podsEach: 300);
        string[] names = [.. Enumerable.Range(0, Runtimes).Select(i => $"{on.Namespace}-{i}")];
        foreach (var name in names)
        {
            await on.Runtimes.ApplyAsync(name, Spec(name, nodes.RuntimeClass));
            // No program runs in a pod that is pretended.
            await Proved.WriteAsync(on, name);
        }

        var clock = Stopwatch.StartNew();
        await using var rcoder = await on.StartOperatorAsync([.. AsInstalled(), ("RCODER_Operator__MaxStarting", "100"), ("RCODER_Kafka__JobPartitions", "1")]);
        foreach (var name in names)
            await on.Runtimes.UntilAsync(name, runtime => runtime.Status?.Pool.Ready == PodsEach && LiveRuntimes.Condition(runtime, "Ready")?.Status == "True", seconds: 600);
        output.WriteLine($"{Runtimes * PodsEach} pods ready after {clock.Elapsed.TotalSeconds:0} s, with {Usage.Of(rcoder.Id).Cpu.TotalSeconds:0.0} s of CPU");

        await QuietAsync(rcoder);
        var (reconciled, before) = (await ReconciledAsync(rcoder), Usage.Of(rcoder.Id));
        clock.Restart();
        await Task.Delay(Watched, Ct);
        var after = Usage.Of(rcoder.Id);
        var cores = (after.Cpu - before.Cpu) / clock.Elapsed;
        output.WriteLine($"without a change: {cores:0.000} of a core, {after.OwnBytes / 1e6:0} MB of its own, {after.ResidentBytes / 1e6:0} MB with the files of its program, {await ReconciledAsync(rcoder) - reconciled} reconciliations in {clock.Elapsed.TotalSeconds:0} s");
        Assert.InRange(after.ResidentBytes, 0, MostBytes);
        Assert.InRange(cores, 0, MostOfACore);
    }

    /// <summary>What the pods' coming up has left to do is done: nothing was looked at for five seconds.</summary>
    private static async Task QuietAsync(RoleProcess rcoder)
    {
        var (last, quiet) = (-1.0, 0);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var i = 0; quiet < 5; i++)
        {
            Assert.True(i < 180, "the operator goes on, though nothing changes");
            var now = await ReconciledAsync(rcoder);
            (last, quiet) = (now, now == last ? quiet + 1 : 0);
            await timer.WaitForNextTickAsync(Ct);
        }
    }

    private static async Task<double> ReconciledAsync(RoleProcess rcoder)
    {
        const string name = "rcoder_operator_reconcile_seconds_count ";
        var line = (await rcoder.Http.GetStringAsync("/metrics", Ct)).Split('\n').First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>How the chart sets the runtime that the operator runs on.</summary>
    private static IEnumerable<(string Name, string Value)> AsInstalled() =>
        Regex.Matches(File.ReadAllText(Manifests.PathOf("workloads/operator.yaml")), """name: (DOTNET_\w+), value: "(.*?)"}""").Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    private static RuntimeSpec Spec(string name, string runtimeClass) => new()
    {
        Language = name,
        Version = "1.0.0",
        Image = "pretend:1",
        Source = "main.txt",
        Run = new() { Command = ["pretend", "{source}"] },
        Pool = new() { Min = PodsEach, Max = PodsEach },
        Isolation = new() { RuntimeClassName = runtimeClass },
    };
}
