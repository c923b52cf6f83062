using RCoder.Kubernetes;

namespace RCoder.Cluster.Operator;

/// <summary>An operator that is killed in the middle of anything leaves the rest to the next.</summary>
[Collection(nameof(Operating))]
public sealed class CrashTests(OperatorCluster on, ITestOutputHelper output) : IClassFixture<OperatorCluster>
{
    private static readonly Random Random = new(20261125);

    [Fact]
    public async Task However_often_it_is_killed_the_next_takes_up_and_no_pod_and_no_topic_is_left_over()
    {
        Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
        string[] names = ["crash-1", "crash-2"];
        foreach (var name in names)
            await on.Runtimes.ApplyAsync(name, OperatorCluster.Python(name));
        await KillInTheMiddleAsync(3);
        await using (await on.StartOperatorAsync())
        {
            foreach (var name in names)
                await on.Runtimes.ReadyAsync(name);
            foreach (var name in names)
                await Pods.UntilAsync(on, name, pods => pods.Count == 1 && Pods.Runs(pods[0]) && pods[0].Metadata.Labels.ContainsKey(Names.PoolLabel), "one pod, and no proof is left");
        }

        foreach (var name in names)
            await on.Runtimes.DeleteAsync(name);
        await KillInTheMiddleAsync(3);
        await on.StartOperatorAsync();
        foreach (var name in names)
        {
            await on.Runtimes.GoneAsync(name);
            Assert.Empty((await on.JobsAsync(name)).Items);
            Assert.Null(await Topics.RecordAsync(on, name));
            await Topics.GoneAsync(on, name);
        }
    }

    /// <summary>At a moment of its work that is another each time: the seed is fixed.</summary>
    private async Task KillInTheMiddleAsync(int times)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < times; i++)
        {
            var rcoder = await on.StartOperatorAsync();
            var ticks = Random.Next(1, 200);
            while (ticks-- > 0)
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await rcoder.KillAsync();
            output.WriteLine($"killed {i + 1}");
        }
    }
}
