using RCoder.Cluster.Clusters;

namespace RCoder.Cluster.Kit;

/// <summary>What an informer does when its connection is cut, swallowed or slow.</summary>
public sealed class CutTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    [Fact]
    public async Task A_watch_that_is_cut_goes_on_where_it_was()
    {
        using var proxy = new ApiProxy();
        using var client = proxy.Connect();
        await using var maps = await new WatchedConfigMaps(cluster, client).Synced();
        await maps.Create("a", "red");
        await maps.HasTold("+a red");
        proxy.Cut();
        await maps.Paint("a", "blue");
        await maps.Create("b", "blue");
        await maps.Delete("a");
        await Waiting.Until("the informer says so", () => maps.Log.Has("can't be watched now (Unavailable)"));
        proxy.Mend();
        // Not as one step from red to nothing: nothing that happened meanwhile is missed.
        await maps.HasTold("a red>blue", "+b blue", "-a blue");
        Assert.Equal(1, maps.Lists);
    }

    [Fact]
    public async Task A_connection_that_is_cut_again_and_again_misses_nothing()
    {
        using var proxy = new ApiProxy();
        using var client = proxy.Connect();
        await using var maps = await new WatchedConfigMaps(cluster, client).Synced();
        await maps.Create("c", "0");
        var expected = new List<string> { "+c 0" };
        for (var i = 1; i <= 20; i++)
        {
            if (i % 4 == 0)
                proxy.Cut();
            await maps.Paint("c", $"{i}");
            expected.Add($"c {i - 1}>{i}");
            proxy.Mend();
        }
        await maps.HasTold([.. expected]);
        Assert.Equal(1, maps.Lists);
    }

    [Fact]
    public async Task A_connection_that_swallows_everything_is_noticed_within_half_a_minute()
    {
        using var proxy = new ApiProxy();
        using var client = proxy.Connect();
        await using var maps = await new WatchedConfigMaps(cluster, client).Synced();
        proxy.Freeze();
        await maps.Create("d", "red");
        var took = await maps.HasTold(TimeSpan.FromSeconds(40), "+d red");
        TestContext.Current.TestOutputHelper!.WriteLine($"noticed and told after {took.TotalSeconds:0.0} s");
        Assert.Equal(1, maps.Lists);
    }

    [Fact]
    public async Task Slow_answers_are_waited_for()
    {
        using var proxy = new ApiProxy { Delay = TimeSpan.FromMilliseconds(400) };
        using var client = proxy.Connect();
        await using var maps = await new WatchedConfigMaps(cluster, client).Synced();
        await maps.Create("e", "red");
        await maps.HasTold("+e red");
        Assert.DoesNotContain(maps.Log.Lines, line => line.Contains("Warning", StringComparison.Ordinal));
    }
}
