using System.Diagnostics;
using k8s;
using k8s.Models;
using RCoder.Cluster.Dispatch;
using RCoder.Cluster.Operator;
using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;

namespace RCoder.Benchmarks;

/// <summary>
/// Every figure of a cluster, each beside its floor: API and dispatcher on this machine, pods on the cluster, and pools
/// that are filled between the measurements.
/// </summary>
internal static class ClusterSuite
{
    private const int WarmRounds = 8, WarmPods = 15, ColdRounds = 15;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private const string Hello = "print('hello')";

    public static async Task RunAsync(Table table)
    {
        if (DispatchCluster.Missing is { } missing)
        {
            Console.WriteLine($"{missing}: nothing is measured on a cluster.");
            return;
        }
        await using var cluster = new DispatchCluster();
        await cluster.InitializeAsync();
        await using (var dispatcher = await cluster.DispatcherAsync())
        {
            await WarmAsync(cluster, dispatcher, table);
            await ColdAsync(cluster, table);
        }
        // Before all those pods are deleted, which takes the nodes' time.
        await BurstAsync(table);
    }

    private static async Task WarmAsync(DispatchCluster cluster, RoleProcess dispatcher, Table table)
    {
        await using var image = await ImageOnNode.StartAsync(cluster);
        if (image is null)
            Console.WriteLine("The pods are not on this machine, or this is not root: the image's interpreter can't be started bare beside them.");
        var (run, bare) = (new Sample(), new Sample());
        var waterfall = new (string Name, Func<Timings, double> Of, Sample Sample)[]
        {
            ("queued", timings => timings.QueuedMs, new()), ("claim", timings => timings.ClaimMs, new()), ("run", timings => timings.RunMs, new()), ("publish", timings => timings.PublishMs, new()),
        };
        for (var round = 0; round < WarmRounds; round++)
        {
            await cluster.WarmAsync(WarmPods);
            await dispatcher.FreeAsync(WarmPods);
            // The node has still to do with pods that have just started, for a while.
            await Task.Delay(Settle);
            for (var i = 0; i < WarmPods; i++)
            {
                var (time, result) = await HelloAsync(cluster);
                var floor = image?.Run("python3", "-c", Hello);
                // Both programs have been started once before they count.
                if (round == 0 && i < 5)
                    continue;
                run.Add(time);
                foreach (var (_, of, sample) in waterfall)
                    sample.Add(TimeSpan.FromMilliseconds(of(result.Timings!)));
                if (floor is { } f)
                    bare.Add(f);
            }
        }
        Console.WriteLine($"A warm run's time on the cluster, p50: {string.Join(", ", waterfall.Select(part => $"{part.Name} {part.Sample.P50:F1} ms"))}.");
        table.Add("warm hello, p50", "cluster", $"{run}", image is null ? "" : $"the image's python3 -c, bare: {bare}", image is null ? null : run.P50 / bare.P50, "≤ 2.0");
        table.Add("warm hello, p99 to its p50", "cluster", $"{run.P99:F1} ms", $"{run.P50:F1} ms", run.P99 / run.P50, "≤ 4.0");
    }

    private static async Task ColdAsync(DispatchCluster cluster, Table table)
    {
        await using var jobs = await PlainJobs.StartAsync(cluster.Client, cluster.Namespace);
        var (run, plain) = (new Sample(), new Sample());
        for (var i = 0; i < ColdRounds; i++)
        {
            run.Add((await HelloAsync(cluster)).Time);
            var watch = Stopwatch.StartNew();
            await jobs.RunAsync(DispatchCluster.Python.Image, Hello, CancellationToken.None);
            plain.Add(watch.Elapsed);
        }
        table.Add("cold hello, p50", "cluster", $"{run}", $"a Job by hand: {plain}", run.P50 / plain.P50, "≤ 1.0");
    }

    private static async Task BurstAsync(Table table)
    {
        await using var whole = new OperatorCluster();
        await whole.InitializeAsync();
        var burst = await Burst.RunAsync(whole);
        table.Add($"{Burst.Runs} runs, {Burst.AtATime} at a time, pool of {Burst.Pool}", "cluster", $"{burst.Rate:F2}/s", $"plain Jobs: {burst.Plain:F2}/s", burst.Ratio, "≥ 0.9");
    }

    private static async Task<(TimeSpan Time, ExecutionResult Result)> HelloAsync(DispatchCluster cluster)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await cluster.Api.RunAsync(new { language = "python", source = Hello }, CancellationToken.None);
        var time = Stopwatch.GetElapsedTime(start);
        return (result.Outcome, result.Stdout) == (Outcome.Succeeded, "hello\n") ? (time, result) : throw new InvalidOperationException($"hello came back as {result.Outcome}: {result.Message}");
    }
}
