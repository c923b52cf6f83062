using System.Diagnostics;
using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;

namespace RCoder.Cluster.Dispatch;

[Collection(nameof(Dispatching))]
public sealed class BurstTests(DispatchCluster on, ITestOutputHelper output) : IClassFixture<DispatchCluster>
{
    private const int Runs = 100, AtATime = 20, Pool = 5;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_runs_on_a_pool_of_five_end_right_about_as_fast_as_the_cluster_completes_Jobs()
    {
        Assert.SkipWhen(DispatchCluster.Missing is not null, DispatchCluster.Missing ?? "");
        await using var dispatcher = await on.DispatcherAsync();
        await on.WarmAsync(Pool);
        await dispatcher.FreeAsync(Pool);

        var left = Runs;
        var results = new ExecutionResult[Runs];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, AtATime).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) is >= 0 and var i)
                results[i] = await on.Api.RunAsync(new { language = "python", source = $"print({i})" }, Ct);
        }));
        var ours = Runs / watch.Elapsed.TotalSeconds;
        var plain = await PlainJobs.RateAsync(on.Client, on.Namespace, DispatchCluster.Python.Image, Runs / 2, AtATime, Ct);

        Assert.Equal(Enumerable.Range(0, Runs).Select(i => $"{Outcome.Succeeded} {i}\n"), results.Select(r => $"{r.Outcome} {r.Stdout}"));
        output.WriteLine($"runs: {ours:F2}/s; plain Jobs: {plain:F2}/s; ratio {ours / plain:F2}");
        Assert.True(ours >= 0.9 * plain, $"{ours:F2} runs a second, beside {plain:F2} plain Jobs");
    }
}
