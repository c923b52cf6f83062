using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;

namespace RCoder.Cluster.Dispatch;

/// <summary>What a dispatcher does as the catalogue changes under it.</summary>
[Collection(nameof(Dispatching))]
public sealed class CatalogueTests(DispatchCluster on) : IClassFixture<DispatchCluster>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_of_a_runtime_that_is_not_ready_wait_for_it_and_those_of_one_that_goes_end_with_its_words()
    {
        Assert.SkipWhen(DispatchCluster.Missing is not null, DispatchCluster.Missing ?? "");
        var (stays, goes) = (DispatchCluster.Python with { Language = "stays" }, DispatchCluster.Python with { Language = "goes" });
        await on.PublishAsync("stays", stays);
        await on.PublishAsync("goes", goes);
        await on.PodsAsync(_ => on.Api.GetStringAsync("/v1/runtimes", Ct).GetAwaiter().GetResult() is var all && all.Contains("stays", StringComparison.Ordinal) && all.Contains("goes", StringComparison.Ordinal));
        var waiting = await on.Api.AcceptAsync(new { language = "stays", source = "print(1)" }, Ct);
        var drained = await on.Api.AcceptAsync(new { language = "goes", source = "print(1)" }, Ct);
        await on.PublishAsync("stays", stays, runtime => runtime with { Ready = false, Message = "its image is being pulled" });
        await on.PublishAsync("goes", goes, runtime => runtime with { Ready = false, Draining = true, Message = "goes was deleted" });
        await using var dispatcher = await on.DispatcherAsync();

        await on.Api.EventsAsync(drained, null, Ct);
        var end = await on.Api.GetAsync(drained, Ct);
        Assert.Equal((Outcome.PlatformError, "goes was deleted"), (end.Outcome, end.Message));

        await foreach (var e in on.Api.FollowAsync(waiting, null, Ct))
        {
            if (e.Type == "queued" && e.Data.TryGetProperty("reason", out var reason))
            {
                Assert.Equal("stays is not ready: its image is being pulled", reason.GetString());
                await on.PublishAsync("stays", stays);
            }
        }
        Assert.Equal((Outcome.Succeeded, "1\n"), ((await on.Api.GetAsync(waiting, Ct)) is var result ? (result.Outcome, result.Stdout) : default));
    }
}
