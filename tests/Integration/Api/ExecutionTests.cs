using System.Diagnostics;
using System.Net;
using System.Text;

namespace RCoder.Integration.Api;

public abstract class ExecutionTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task A_program_is_accepted_with_its_address()
    {
        var accepted = await PostAsync(Program("gate accepted\nout hello"));
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        Assert.Equal($"/v1/executions/{accepted.Text("id")}", accepted.Header("Location"));
        Assert.Contains(accepted.Text("state"), (string[])["queued", "running"]);
        Assert.Equal("python", accepted.Text("runtime"));
        Assert.Null(accepted.Header("Preference-Applied"));

        Dispatcher.Open("accepted");
        var result = await ResultAsync(Api.Client, accepted.Text("id"));
        Assert.Equal("Succeeded", result.Text("outcome"));
        Assert.Equal("hello\n", result.Text("stdout"));
        Assert.Equal("", result.Text("stderr"));
        Assert.Equal("py", result.Text("language"));
    }

    [Fact]
    public async Task A_caller_who_waits_gets_the_result_at_once()
    {
        var result = await PostAsync(Program("out one\nerr two\nexit 3"), ("Prefer", "wait=30"));
        Assert.Equal(HttpStatusCode.OK, result.Status);
        Assert.Equal("wait=30", result.Header("Preference-Applied"));
        Assert.Equal("Failed", result.Text("outcome"));
        Assert.Equal(3, result.Body["exitCode"]!.GetValue<int>());
        Assert.Equal("two", result.Text("stderr"));
    }

    [Fact]
    public async Task A_caller_who_waits_too_short_gets_the_address()
    {
        var since = Stopwatch.GetTimestamp();
        var accepted = await PostAsync(Program("gate too-short"), ("Prefer", "respond-async, wait=1"));
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        Assert.Equal("wait=1", accepted.Header("Preference-Applied"));
        Assert.Contains(accepted.Text("state"), (string[])["queued", "running"]);
        // Timers count in whole milliseconds, and may be one short.
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromMilliseconds(990), TimeSpan.FromSeconds(10));
        Dispatcher.Open("too-short");
        Assert.Equal("Succeeded", (await ResultAsync(Api.Client, accepted.Text("id"))).Text("outcome"));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_come_as_Base64_and_a_torn_character_as_text()
    {
        var bytes = await PostAsync(Program("bytes /w=="), ("Prefer", "wait=30"));
        Assert.Equal("/w==", bytes.Text("stdoutBase64"));
        Assert.Null(bytes.Body["stdout"]);
        var torn = await PostAsync(Program("bytes w6k=\nbytes wqk=\nbytes 4g==\nbytes gqw="), ("Prefer", "wait=30"));
        Assert.Equal("é©€", torn.Text("stdout"));
    }

    [Fact]
    public async Task The_result_is_made_of_the_last_attempt_alone()
    {
        var result = await PostAsync(Program("out lost\nretry the pod was evicted\nout kept"), ("Prefer", "wait=30"));
        Assert.Equal("kept\n", result.Text("stdout"));
        Assert.Equal(2, result.Body["attempt"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_cancelled_program_wakes_who_waits_and_cancelling_again_is_harmless()
    {
        var waiting = PostAsync(Program("out cancel-me\nhang"), ("Prefer", "wait=30"));
        var id = (await JobAsync("out cancel-me\nhang")).Id;
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(Api.Client, HttpMethod.Delete, $"/v1/executions/{id}")).Status);
        var result = await waiting;
        Assert.Equal("Cancelled", result.Text("outcome"));
        Assert.Equal(HttpStatusCode.OK, result.Status);
        var again = await SendAsync(Api.Client, HttpMethod.Delete, $"/v1/executions/{id}");
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal("Cancelled", again.Text("outcome"));
    }

    [Fact]
    public async Task An_interactive_program_reads_what_is_typed_until_its_end()
    {
        var id = await StartAsync("echo", interactive: true);
        Assert.Equal(HttpStatusCode.Accepted, (await StdinAsync(id, "", "one ")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await StdinAsync(id, "?eof", "two")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await StdinAsync(id, "", "three")).Status);
        Assert.Equal("one two", (await ResultAsync(Api.Client, id)).Text("stdout"));
        Assert.Equal(HttpStatusCode.Conflict, (await StdinAsync(id, "", "four")).Status);
    }

    [Fact]
    public async Task A_program_that_is_not_interactive_takes_no_stdin()
    {
        var id = await StartAsync("gate no-stdin");
        var refused = await StdinAsync(id, "", "x");
        Dispatcher.Open("no-stdin");
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("interactive", refused.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_originals_contract_waits_and_answers_in_its_own_form()
    {
        var answer = await SendAsync(Api.Client, HttpMethod.Post, "/execute", Json("""{"language": "python", "code": "out hi\nerr oops\nexit 1"}"""));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("hi\n", answer.Text("output"));
        Assert.Equal("oops", answer.Text("error"));
        Assert.Equal("hi\n", (await ResultAsync(Api.Client, answer.Text("task_id"))).Text("stdout"));
        var silent = await SendAsync(Api.Client, HttpMethod.Post, "/execute", Json("""{"language": "python", "code": "exit 4"}"""));
        Assert.Equal("The program ended with exit code 4.", silent.Text("error"));
    }

    [Fact]
    public async Task Ids_that_never_were_are_unknown_on_every_path()
    {
        var never = RCoder.Contracts.Executions.ExecutionId.New(DateTimeOffset.UtcNow.AddMinutes(-3));
        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, "/events"), (HttpMethod.Delete, ""), (HttpMethod.Post, "/stdin") })
        {
            var answer = await SendAsync(Api.Client, method, $"/v1/executions/{never}{path}", method == HttpMethod.Post ? new StringContent("x") : null);
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Equal(404, answer.Body["status"]!.GetValue<int>());
        }
    }

    internal async Task<RCoder.Contracts.Jobs.Job> JobAsync(string source)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            if (Dispatcher.Jobs.FirstOrDefault(job => job.Files[0].Content == source) is { } job)
                return job;
            await again.WaitForNextTickAsync(Ct);
        }
    }

    private Task<Answer> StdinAsync(string id, string query, string text) =>
        SendAsync(Api.Client, HttpMethod.Post, $"/v1/executions/{id}/stdin{query}", new ByteArrayContent(Encoding.UTF8.GetBytes(text)));
}

public sealed class ExecutionsOnEmbeddedBroker(ApiOnEmbeddedBroker fixture) : ExecutionTests(fixture), IClassFixture<ApiOnEmbeddedBroker>;

public sealed class ExecutionsOnRealKafka(ApiOnRealKafka fixture) : ExecutionTests(fixture), IClassFixture<ApiOnRealKafka>;
