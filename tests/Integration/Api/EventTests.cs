using System.Net;

namespace RCoder.Integration.Api;

public abstract class EventTests(ApiFixture fixture) : ApiTests(fixture)
{
    private const string Talk = "out one\nerr two\nbytes /w==\nretry the node went\nout three\nexit 2";

    private static readonly string[] TalkTypes = ["assigned", "running", "output", "output", "output", "retrying", "output", "finished"];

    [Fact]
    public async Task A_stream_tells_everything_in_order_and_ends_with_the_end()
    {
        var all = await StreamAsync(await StartAsync(Talk));
        Assert.Equal(TalkTypes, all.Where(e => e.Type != "accepted").Select(e => e.Type));
        // The API's own word may come later than all the rest, and then counts no more.
        Assert.InRange(all.Count(e => e.Type == "accepted"), 0, 1);
        Assert.All(all, e => Assert.Equal(e.Type, (string?)e.Data["type"]));
        Assert.Equal(all.Count, all.Select(e => e.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 8), all.Where(e => e.Type != "accepted").Select(e => (int)e.Data["seq"]!));
    }

    [Fact]
    public async Task A_stream_that_is_broken_at_any_event_goes_on_with_the_next()
    {
        var path = $"/v1/executions/{await StartAsync(Talk)}/events";
        var all = await Sse.AllAsync(Api.Client, path);
        for (var i = 0; i < all.Count - 1; i++)
            Assert.Equal(all.Skip(i + 1).Select(e => e.Id), (await Sse.AllAsync(Api.Client, path, all[i].Id)).Select(e => e.Id));
        Assert.Equal(HttpStatusCode.NoContent, (await GetAsync(path, ("Last-Event-ID", all[^1].Id!))).Status);
    }

    [Fact]
    public async Task A_client_that_leaves_after_each_event_of_a_running_program_misses_none()
    {
        var id = await StartAsync(string.Join('\n', Enumerable.Range(0, 40).Select(i => $"out {i}")));
        var (all, last) = (new List<Sse>(), (string?)null);
        while (last is null || all[^1].Type != "finished")
        {
            using var leave = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            await foreach (var e in Sse.ReadAsync(Api.Client, $"/v1/executions/{id}/events", last, leave.Token))
            {
                if (e.Id is null)
                    continue;
                all.Add(e);
                last = e.Id;
                break;
            }
        }
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}\n"), all.Where(e => e.Type == "output").Select(e => (string?)e.Data["text"]));
        Assert.Equal(all.Count, all.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_program_is_heard_while_it_runs()
    {
        var id = await StartAsync("out early\ngate heard\nout late");
        var seen = new List<string?>();
        await foreach (var e in Sse.ReadAsync(Api.Client, $"/v1/executions/{id}/events", null, Ct))
        {
            if (e.Type != "output")
                continue;
            seen.Add((string?)e.Data["text"]);
            Dispatcher.Open("heard");
        }
        Assert.Equal(["early\n", "late\n"], seen);
    }

    [Fact]
    public async Task An_id_of_another_execution_is_refused()
    {
        var other = await StartAsync("exit 0");
        var ids = (await StreamAsync(other)).Select(e => e.Id!).ToList();
        Assert.NotEmpty(ids);
        foreach (var id in ids)
            await IsRefusedAsync(id);
    }

    [Theory]
    [InlineData("999-999999")]
    [InlineData("nonsense")]
    [InlineData("-1-1")]
    [InlineData("1-")]
    [InlineData("99999999999999999999-1")]
    public Task What_is_the_id_of_no_event_is_refused(string last) => IsRefusedAsync(last);

    [Fact]
    public async Task Two_replicas_tell_the_same_and_each_goes_on_where_the_other_stopped()
    {
        await using var other = await NewApiAsync();
        var path = $"/v1/executions/{await StartAsync(Talk)}/events";
        var here = await Sse.AllAsync(Api.Client, path);
        var there = await Sse.AllAsync(other.Client, path);
        Assert.Equal(here.Select(e => e.Data.ToJsonString()), there.Select(e => e.Data.ToJsonString()));
        for (var i = 0; i < here.Count - 1; i++)
            Assert.Equal(here.Skip(i + 1).Select(e => e.Id), (await Sse.AllAsync(other.Client, path, here[i].Id)).Select(e => e.Id));
    }

    [Fact]
    public async Task A_replica_that_starts_in_the_middle_knows_what_was_and_what_comes()
    {
        var id = await StartAsync("out before\ngate middle\nout after");
        Sse? heard = null;
        await foreach (var e in Sse.ReadAsync(Api.Client, $"/v1/executions/{id}/events", null, Ct))
        {
            heard = e;
            if (e.Type == "output")
                break;
        }
        await using var other = await NewApiAsync();
        Assert.Equal("running", (await SendAsync(other.Client, HttpMethod.Get, $"/v1/executions/{id}")).Text("state"));
        var rest = Sse.AllAsync(other.Client, $"/v1/executions/{id}/events", heard!.Id);
        var whole = Sse.AllAsync(other.Client, $"/v1/executions/{id}/events");
        Dispatcher.Open("middle");
        Assert.Equal(["output", "finished"], (await rest).Where(e => e.Type != "accepted").Select(e => e.Type));
        Assert.Equal(["before\n", "after\n"], (await whole).Where(e => e.Type == "output").Select(e => (string?)e.Data["text"]));
        Assert.Equal("before\nafter\n", (await ResultAsync(other.Client, id)).Text("stdout"));
    }

    [Fact]
    public async Task A_replica_answers_for_what_ended_before_it_started()
    {
        var id = await StartAsync(Talk);
        var all = await StreamAsync(id);
        await using var other = await NewApiAsync();
        Assert.Equal("three\n", (await SendAsync(other.Client, HttpMethod.Get, $"/v1/executions/{id}")).Text("stdout"));
        Assert.Equal(all.Select(e => e.Id), (await Sse.AllAsync(other.Client, $"/v1/executions/{id}/events")).Select(e => e.Id));
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(other.Client, HttpMethod.Get, $"/v1/executions/{id}/events", null, ("Last-Event-ID", all[^1].Id!))).Status);
    }

    [Fact]
    public async Task An_id_that_another_replica_gave_out_this_moment_is_known()
    {
        await using var other = await NewApiAsync();
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(other.Client, HttpMethod.Get, $"/v1/executions/{await StartAsync("exit 0")}")).Status);
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_nobody()
    {
        var id = await StartAsync("gate flood\n" + string.Join('\n', Enumerable.Range(0, 200).Select(_ => "big 60000")));
        using var slow = new HttpRequestMessage(HttpMethod.Get, $"/v1/executions/{id}/events");
        using var unread = await Api.Client.SendAsync(slow, HttpCompletionOption.ResponseHeadersRead, Ct);
        Dispatcher.Open("flood");
        var all = await StreamAsync(id);
        Assert.Equal(200, all.Count(e => e.Type == "output"));
        Assert.Equal("Succeeded", (await PostAsync(Program("exit 0"), ("Prefer", "wait=30"))).Text("outcome"));
    }

    [Fact]
    public async Task What_does_not_fit_into_memory_is_told_from_the_log()
    {
        await using var small = await NewApiAsync(("Api:RecentBytes", $"{1 << 20}"));
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var result = await PostAsync(small.Client, Program($"big 60000\nbig 60000\nbig 60000\nbig 60000\nout {i}"), ("Prefer", "wait=30"));
            Assert.EndsWith($"x{i}\n", result.Text("stdout"), StringComparison.Ordinal);
            ids.Add(result.Text("id"));
        }
        foreach (var id in ids)
            Assert.Equal(5, (await Sse.AllAsync(small.Client, $"/v1/executions/{id}/events")).Count(e => e.Type == "output"));
    }

    private async Task IsRefusedAsync(string last)
    {
        var id = await StartAsync("exit 0");
        await StreamAsync(id);
        var refused = await GetAsync($"/v1/executions/{id}/events", ("Last-Event-ID", last));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("Last-Event-ID", refused.Text("detail"), StringComparison.Ordinal);
    }

    private Task<List<Sse>> StreamAsync(string id) => Sse.AllAsync(Api.Client, $"/v1/executions/{id}/events");
}

public sealed class EventsOnEmbeddedBroker(ApiOnEmbeddedBroker fixture) : EventTests(fixture), IClassFixture<ApiOnEmbeddedBroker>;

public sealed class EventsOnRealKafka(ApiOnRealKafka fixture) : EventTests(fixture), IClassFixture<ApiOnRealKafka>;
