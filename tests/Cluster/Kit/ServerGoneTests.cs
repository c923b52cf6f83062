using System.Diagnostics;
using RCoder.Cluster.Clusters;

namespace RCoder.Cluster.Kit;

[Collection(nameof(Alone))]
public sealed class ServerGoneTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    [Fact]
    public async Task When_the_API_server_crashes_and_comes_back_informers_go_on_and_one_leads()
    {
        await using var parts = await Parts.HoldAsync(cluster.Client);
        var terms = new Terms();
        await using var maps = await new WatchedConfigMaps(cluster).Synced();
        await maps.Create("a", "red");
        await maps.HasTold("+a red");
        await using var a = new Candidate(cluster, terms, "a", "gone");
        await Waiting.Until("a leads", () => terms.Leader == "a");
        await using var b = new Candidate(cluster, terms, "b", "gone");

        await parts.KillAsync("kube-apiserver");
        await Waiting.Until("the informer notices", () => maps.Log.Has("can't be watched now (Unavailable)"));
        await Waiting.Until("a stops by its own clock", () => terms.All[0].Ended != long.MaxValue);
        Assert.NotNull(maps.Find("a"));
        await parts.StartAsync("kube-apiserver");
        var back = Stopwatch.GetTimestamp();
        await Retry(() => maps.Create("b", "blue"));
        await maps.Paint("a", "green");
        await Waiting.Until("the informer has all", () => maps.Find("b") is not null && maps.Find("a")?.Data["colour"] == "green", TimeSpan.FromSeconds(60));
        TestContext.Current.TestOutputHelper!.WriteLine($"informed {Stopwatch.GetElapsedTime(back).TotalSeconds:0.0} s after the server was started again");
        await maps.AssertSame();
        await Waiting.Until("one leads", () => terms.Leader is not null, TimeSpan.FromSeconds(60));
        terms.AssertNeverTwo();
    }

    private static async Task Retry(Func<Task> call)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var i = 0; ; i++)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception) when (i < 300)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
    }
}
