using System.Diagnostics;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes;

namespace RCoder.Cluster.Operator;

/// <summary>Applied, changed, deleted.</summary>
[Collection(nameof(Operating))]
public sealed class LifeTests(OperatorCluster on, ITestOutputHelper output) : IClassFixture<OperatorCluster>
{
    [Fact]
    public async Task A_runtime_that_is_applied_becomes_ready_a_change_rolls_it_and_its_end_leaves_nothing()
    {
        Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
        const string name = "life";
        await using var rcoder = await on.StartOperatorAsync();
        var spec = OperatorCluster.Python(name) with { Pool = new() { Min = 2, Max = 4, CpuRequest = "10m" } };
        await on.Runtimes.ApplyAsync(name, spec);
        var (ready, after) = await on.Runtimes.ReadyAsync(name);
        output.WriteLine($"ready {after.TotalSeconds:0.0} s after apply; p50 {ready.Status!.Latency?.P50Ms} ms, p99 {ready.Status.Latency?.P99Ms} ms");
        Assert.Equal([Names.Finalizer], ready.Metadata.Finalizers);
        Assert.InRange(ready.Status.Latency!.P50Ms, 0.1, 60_000);
        Assert.NotNull(ready.Status.ConformanceHash);
        Assert.True(Topics.Exists(on, name));
        var record = await Topics.RecordAsync(on, name);
        Assert.Equal((true, ready.Status.Pool.Hash, ready.Metadata.Generation), (record!.Ready, record.Pool, record.Generation));
        var old = await Pods.UntilAsync(on, name, pods => pods.Count == 2 && pods.All(Pods.Runs), "two pods wait, and no proof is left");

        // One of the old pods has a program while the change rolls out.
        var run = Pods.ClaimAsync(on, old[0], seconds: 8);
        await on.Runtimes.ApplyAsync(name, spec with { Env = new Dictionary<string, string> { ["CHANGED"] = "1" }, Limits = new() { Default = new() { MemoryBytes = 80 << 20 } } });
        var watch = Stopwatch.StartNew();
        var (changed, _) = await on.Runtimes.ReadyAsync(name);
        output.WriteLine($"ready {watch.Elapsed.TotalSeconds:0.0} s after a change");
        Assert.NotEqual(ready.Status.Pool.Hash, changed.Status!.Pool.Hash);
        await run;
        var now = await Pods.UntilAsync(on, name, pods => pods.Count == 2 && pods.All(pod => Pods.Runs(pod) && pod.Metadata.Labels[Names.PoolLabel] == changed.Status.Pool.Hash), "the pool is new");
        Assert.Empty(now.Select(pod => pod.Metadata.Name).Intersect(old.Select(pod => pod.Metadata.Name)));

        await on.Runtimes.DeleteAsync(name);
        output.WriteLine($"gone {(await on.Runtimes.GoneAsync(name)).TotalSeconds:0.0} s after delete");
        Assert.Empty((await on.JobsAsync(name)).Items);
        Assert.Null(await Topics.RecordAsync(on, name));
        await Topics.GoneAsync(on, name);
    }

    [Fact]
    public async Task A_change_that_does_not_work_leaves_the_runtime_as_it_was_and_says_why()
    {
        Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
        const string name = "keeps";
        await using var rcoder = await on.StartOperatorAsync();
        var spec = OperatorCluster.Python(name);
        await on.Runtimes.ApplyAsync(name, spec);
        var (ready, _) = await on.Runtimes.ReadyAsync(name);
        await on.Runtimes.ApplyAsync(name, spec with { Image = "python:9.99" });
        var (broken, after) = await on.Runtimes.NotReadyAsync(name, "ImageUnavailable");
        output.WriteLine($"said so {after.TotalSeconds:0.0} s after the change");
        Assert.EndsWith("Until then it takes jobs as generation 1 has it", LiveRuntimes.Condition(broken, "Ready")!.Message, StringComparison.Ordinal);
        Runtime record = (await Topics.RecordAsync(on, name))!;
        Assert.Equal((true, "python:3.13-slim", ready.Status!.Pool.Hash), (record.Ready, record.Spec.Image, record.Pool));
        // What it serves with is refilled, too.
        var serving = (await on.PodsAsync(name)).Single(Pods.Runs);
        await Pods.ClaimAsync(on, serving, seconds: 0);
        await Pods.UntilAsync(on, name, pods => pods.Any(pod => Pods.Runs(pod) && pod.Metadata.Name != serving.Metadata.Name), "another old pod waits");

        await on.Runtimes.ApplyAsync(name, spec);
        await on.Runtimes.ReadyAsync(name);
        await Pods.UntilAsync(on, name, pods => pods.All(Pods.Runs), "what could not start is gone");
    }
}
