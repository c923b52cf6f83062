using System.Diagnostics;
using RCoder.Cluster.Operator;
using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;

namespace RCoder.Cluster.Dispatch;

/// <summary>Many runs at a time on a small pool, and as many plain Jobs beside them. Rates are a second.</summary>
public sealed record Burst(IReadOnlyList<ExecutionResult> Results, double Rate, double Plain)
{
    public const int Runs = 100, AtATime = 20, Pool = 5;

    public double Ratio => Rate / Plain;

    public override string ToString() => FormattableString.Invariant($"runs: {Rate:F2}/s; plain Jobs: {Plain:F2}/s; ratio {Ratio:F2}");

    /// <summary>Run i prints i. Plain Jobs have the cluster to themselves: the pool is full again when they begin.</summary>
    public static async Task<Burst> RunAsync(OperatorCluster on)
    {
        var ct = TestContext.Current.CancellationToken;
        var name = $"{on.Namespace}-burst";
        var spec = OperatorCluster.Python(name) with { Pool = new() { Min = Pool, Max = AtATime } };
        await on.Runtimes.ApplyAsync(name, spec);
        await Proved.WriteAsync(on, name);
        await on.StartOperatorAsync();
        await on.Runtimes.ReadyAsync(name);
        var (dispatcher, api) = (await on.StartAsync("dispatcher"), await on.StartAsync("api"));
        await dispatcher.FreeAsync(Pool);

        var left = Runs;
        var results = new ExecutionResult[Runs];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, AtATime).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) is >= 0 and var i)
                results[i] = await api.Http.RunAsync(new { language = name, source = $"print({i})" }, ct);
        }));
        var rate = Runs / watch.Elapsed.TotalSeconds;
        await dispatcher.FreeAsync(Pool);
        return new(results, rate, await PlainJobs.RateAsync(on.Client, on.Namespace, spec.Image, Runs, AtATime, ct));
    }
}
