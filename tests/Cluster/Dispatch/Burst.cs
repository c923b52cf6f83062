using System.Diagnostics;
using RCoder.Cluster.Clusters;
using RCoder.Cluster.Operator;
using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;
using RCoder.Kubernetes.Executions;

namespace RCoder.Cluster.Dispatch;

/// <summary>Many runs at a time on a small pool, and as many plain Jobs beside them. Rates are a second.</summary>
public sealed record Burst(IReadOnlyList<ExecutionResult> Results, double Rate, double Plain)
{
    public const int Runs = 100, AtATime = 20, Pool = 5;

    public double Ratio => Rate / Plain;

    public override string ToString() => FormattableString.Invariant($"runs: {Rate:F2}/s; plain Jobs: {Plain:F2}/s; ratio {Ratio:F2}");

    /// <summary>Run i prints i. As many plain Jobs come before, and again after: a machine's speed drifts. All begin warm, with nothing else going on.</summary>
    public static async Task<Burst> RunAsync(OperatorCluster on)
    {
        var ct = TestContext.Current.CancellationToken;
        var name = $"{on.Namespace}-burst";
        var spec = OperatorCluster.Python(name) with { Pool = new() { Min = Pool, Max = AtATime } };
        // As installed: plain Jobs stay, too.
        on.Settings["RCODER_Executions__TtlSeconds"] = $"{new ExecutionsOptions().TtlSeconds}";
        await on.Runtimes.ApplyAsync(name, spec);
        await Proved.WriteAsync(on, name);
        await on.StartOperatorAsync();
        await on.Runtimes.ReadyAsync(name);
        var (dispatcher, api) = (await on.StartAsync("dispatcher"), await on.StartAsync("api"));

        var results = new ExecutionResult[Runs];
        async Task OneAsync(int i) => results[i] = await api.Http.RunAsync(new { language = name, source = $"print({i})" }, ct);
        async Task QuietAsync()
        {
            await Waiting.Until("only the pool is left", async () => (await on.PodsAsync(name)).Count == Pool, TimeSpan.FromMinutes(3));
            await dispatcher.FreeAsync(free => free == Pool);
        }

        await using var jobs = await PlainJobs.StartAsync(on.Client, on.Namespace);
        Task PlainAsync(int _) => jobs.RunAsync(spec.Image, "print(1)", ct);

        await QuietAsync();
        await TimeAsync(AtATime, PlainAsync);
        await TimeAsync(AtATime, OneAsync);
        await QuietAsync();
        var plain = await TimeAsync(Runs, PlainAsync);
        await QuietAsync();
        var burst = await TimeAsync(Runs, OneAsync);
        await QuietAsync();
        plain += await TimeAsync(Runs, PlainAsync);
        return new(results, Runs / burst.TotalSeconds, 2 * Runs / plain.TotalSeconds);
    }

    private static async Task<TimeSpan> TimeAsync(int count, Func<int, Task> one)
    {
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, AtATime).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
                await one(i);
        }));
        return watch.Elapsed;
    }
}
