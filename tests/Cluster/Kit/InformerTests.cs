using RCoder.Cluster.Clusters;

namespace RCoder.Cluster.Kit;

public sealed class InformerTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    [Fact]
    public async Task What_happens_is_told_in_order_and_is_in_the_store()
    {
        await using var maps = await new WatchedConfigMaps(cluster).Synced();
        await maps.Create("a", "red");
        await maps.Paint("a", "blue");
        await maps.Create("b", "blue");
        await maps.Delete("a");
        await maps.HasTold("+a red", "a red>blue", "+b blue", "-a blue");
        Assert.Null(maps.Find("a"));
        Assert.Same(maps.Find("b"), Assert.Single(maps.Informer.Store.ByIndex("colour", "blue")));
        Assert.Empty(maps.Informer.Store.ByIndex("colour", "red"));
        Assert.Null(maps.Find("b")!.Metadata.ManagedFields);
    }

    [Fact]
    public async Task What_leaves_the_selector_is_deleted_and_what_was_there_is_told_first()
    {
        await using var before = await new WatchedConfigMaps(cluster).Synced();
        await before.Create("was-there", "red");
        await before.HasTold("+was-there red");
        await using var maps = await new WatchedConfigMaps(cluster, same: before).Synced();
        await maps.HasTold(TimeSpan.Zero, "+was-there red");
        await maps.Hide("was-there");
        await maps.HasTold("-was-there red");
    }

    [Fact]
    public async Task More_than_a_page_is_listed_whole()
    {
        await using var hand = new WatchedConfigMaps(cluster);
        await Parallel.ForAsync(0, 450, async (i, _) => await hand.Create($"page-{i}", "grey"));
        await using var maps = await new WatchedConfigMaps(cluster, same: hand).Synced();
        Assert.Equal(450, maps.Informer.Store.ByIndex("colour", "grey").Count);
        await maps.DeleteAll();
        await Waiting.Until("all are gone", () => maps.Informer.Store.ByIndex("colour", "grey").Count == 0);
    }
}
