using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;
using RCoder.Cluster.Clusters;

namespace RCoder.Cluster.Kit;

/// <summary>What an informer does when the server forgets, errs, or does not answer.</summary>
public sealed class RelistTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Expired = """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"The provided continue parameter is too old to display a consistent list result.","reason":"Expired","code":410}""";

    [Fact]
    public async Task After_a_410_what_is_new_has_changed_or_has_vanished_is_told()
    {
        await using var gateway = await ApiGateway.StartAsync();
        using var client = gateway.Connect();
        await using var maps = await new WatchedConfigMaps(cluster, client).Synced();
        await maps.Create("stays", "red");
        await maps.Create("changes", "red");
        await maps.Create("vanishes", "red");
        await maps.HasTold("+stays red", "+changes red", "+vanishes red");

        await gateway.RestartAsync(meanwhile: async () =>
        {
            await maps.Delete("vanishes");
            await maps.Paint("changes", "blue");
            await maps.Create("new", "green");
        }, then: AskFromTheBeginningOfTime());

        // The server's own 410: it does not keep what happened after its first version.
        await Waiting.Until("all three", () => maps.Told.Count >= 3);
        Assert.Equal(["+new green", "-vanishes red", "changes red>blue"], maps.Told.Order(StringComparer.Ordinal));
        Assert.Equal(2, maps.Lists);
        Assert.True(maps.Log.Has("is listed again: too old resource version"));
        await maps.AssertSame();
    }

    [Fact]
    public async Task A_list_whose_next_page_has_expired_is_taken_whole()
    {
        await using var hand = new WatchedConfigMaps(cluster);
        await Parallel.ForAsync(0, 250, async (i, _) => await hand.Create($"page-{i}", "grey"));
        await using var gateway = await ApiGateway.StartAsync();
        gateway.Answer(1, request => request.Query.ContainsKey("continue"), StatusCodes.Status410Gone, Expired);
        using var client = gateway.Connect();
        await using var maps = await new WatchedConfigMaps(cluster, client, same: hand).Synced();
        Assert.Equal(250, maps.Informer.Store.All.Count);
        Assert.Equal(1, maps.Lists);
    }

    [Theory]
    [InlineData(500, """{"kind":"Status","status":"Failure","message":"Internal error occurred: etcd is gone","reason":"InternalError","code":500}""", "etcd is gone")]
    [InlineData(429, """{"kind":"Status","status":"Failure","message":"too many requests","reason":"TooManyRequests","code":429}""", "Throttled")]
    [InlineData(401, """{"kind":"Status","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}""", "Unauthorized")]
    [InlineData(502, "<html>Bad Gateway</html>", "Bad Gateway")]
    [InlineData(200, "<html>Please log in</html>", "Other")]
    [InlineData(200, """{"type":"WHAT","object":{"metadata":{"name":"x"}}}""", "Other")]
    public async Task Whatever_a_list_or_a_watch_is_answered_it_is_tried_again(int status, string body, string says)
    {
        await using var gateway = await ApiGateway.StartAsync();
        gateway.Answer(2, _ => true, status, body);
        using var client = gateway.Connect();
        await using var maps = await new WatchedConfigMaps(cluster, client).Synced();
        await gateway.RestartAsync(() => Task.CompletedTask, Watches(2, status, body));
        await maps.Create("a", "red");
        await maps.HasTold("+a red");
        Assert.True(maps.Log.Lines.Count(line => line.Contains(says, StringComparison.Ordinal)) >= 4);
        Assert.Equal(1, maps.Lists);
    }

    [Fact]
    public async Task A_list_that_is_never_answered_is_asked_for_again_after_half_a_minute()
    {
        await using var gateway = await ApiGateway.StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        gateway.Intercept = async context =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                return false;
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        using var client = gateway.Connect();
        var time = new FakeTimeProvider();
        await using var maps = new WatchedConfigMaps(cluster, client, time);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(maps.Log.Has("did not answer in time"));
        time.Advance(TimeSpan.FromSeconds(1));
        await Waiting.Until("it gives up", () => maps.Log.Has("did not answer in time"));
        // The first wait is of 200 ms at the most, once it has begun.
        await Waiting.Until("it asks again", () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(200));
            return maps.Informer.Synced.IsCompleted;
        });
    }

    [Fact]
    public async Task A_watch_that_ends_without_a_word_is_no_fault()
    {
        await using var gateway = await ApiGateway.StartAsync();
        gateway.Answer(3, IsWatch, StatusCodes.Status200OK, "");
        using var client = gateway.Connect();
        await using var maps = await new WatchedConfigMaps(cluster, client).Synced();
        await maps.Create("a", "red");
        await maps.HasTold("+a red");
        Assert.Equal(1, maps.Lists);
        Assert.DoesNotContain(maps.Log.Lines, line => line.Contains("Warning", StringComparison.Ordinal));
    }

    private static bool IsWatch(HttpRequest request) => request.Query.ContainsKey("watch");

    private static Func<HttpContext, Task<bool>> AskFromTheBeginningOfTime()
    {
        var once = true;
        return context =>
        {
            if (once && IsWatch(context.Request))
            {
                once = false;
                var query = QueryHelpers.ParseQuery(context.Request.QueryString.Value);
                query["resourceVersion"] = "1";
                context.Request.QueryString = QueryString.Create(query);
            }
            return Task.FromResult(false);
        };
    }

    private static Func<HttpContext, Task<bool>> Watches(int times, int status, string body) => async context =>
    {
        if (times <= 0 || !IsWatch(context.Request))
            return false;
        times--;
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
        return true;
    };
}
