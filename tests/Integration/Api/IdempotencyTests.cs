using System.Net;
using System.Security.Cryptography;
using System.Text;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Messaging.Logs;

namespace RCoder.Integration.Api;

public abstract class IdempotencyTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task A_repeat_gets_the_answer_of_the_first()
    {
        var key = NewKey();
        var first = await PostAsync(Program("out once"), key);
        Assert.Null(first.Header("Idempotency-Replayed"));
        var again = await PostAsync(Program("out once"), key);
        Assert.Equal(HttpStatusCode.Accepted, again.Status);
        Assert.Equal("true", again.Header("Idempotency-Replayed"));
        Assert.Equal(first.Text("id"), again.Text("id"));
        Assert.Equal(first.Header("Location"), again.Header("Location"));
        var waited = await PostAsync(Program("out once"), key, ("Prefer", "wait=30"));
        Assert.Equal(HttpStatusCode.OK, waited.Status);
        Assert.Equal((first.Text("id"), "once\n"), (waited.Text("id"), waited.Text("stdout")));
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        var key = NewKey();
        var first = await PostAsync(Program("out a"), key);
        var other = await PostAsync(Program("out b"), key);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.NotNull(other.Body["errors"]!["Idempotency-Key"]);
        Assert.Equal(first.Text("id"), (await PostAsync(Program("out a"), key)).Text("id"));
    }

    [Fact]
    public async Task The_originals_contract_keeps_to_a_key_as_well()
    {
        var key = NewKey();
        var (body, other) = ("""{"language": "py", "code": "out once"}""", """{"language": "py", "code": "out twice"}""");
        var first = await ExecuteAsync(body, key);
        Assert.Equal((HttpStatusCode.OK, null), (first.Status, first.Header("Idempotency-Replayed")));
        var again = await ExecuteAsync(body, key);
        Assert.Equal((HttpStatusCode.OK, first.Text("task_id"), "once\n", "true"), (again.Status, again.Text("task_id"), again.Text("output"), again.Header("Idempotency-Replayed")));
        Assert.Equal(HttpStatusCode.Conflict, (await ExecuteAsync(other, key)).Status);
        Assert.Single(Dispatcher.Jobs, job => job.Id.ToString() == first.Text("task_id"));
    }

    [Fact]
    public async Task A_request_that_was_refused_has_not_used_its_key()
    {
        var key = NewKey();
        Assert.Equal(422, (int)(await PostAsync("""{"language": "cobol", "source": "x"}""", key)).Status);
        Assert.Null((await PostAsync(Program("exit 0"), key)).Header("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Of_twenty_at_once_on_two_replicas_one_is_run()
    {
        await using var other = await NewApiAsync();
        var (key, body) = (NewKey(), Program("out " + Guid.NewGuid()));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PostAsync(i % 2 == 0 ? Api.Client : other.Client, body, key, ("Prefer", "wait=30"))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var id = Assert.Single(answers.Select(answer => answer.Text("id")).Distinct());
        Assert.Equal(1, answers.Count(answer => answer.Header("Idempotency-Replayed") is null));
        Assert.Single(Dispatcher.Jobs, job => job.Id.ToString() == id);
    }

    [Fact]
    public async Task A_repeat_does_what_the_first_died_before_doing()
    {
        var (key, body) = (NewKey(), Program("out saved"));
        var died = ExecutionId.New(DateTimeOffset.UtcNow.AddSeconds(-30));
        var claim = new IdempotencyRecord { Id = died, BodySha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))) };
        await Api.Get<IdempotencyLog>().ClaimAsync("anonymous", key.Value, claim, Ct);

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PostAsync(body, key, ("Prefer", "wait=30"))));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, died.ToString(), "saved\n", "true"),
            (answer.Status, answer.Text("id"), answer.Text("stdout"), answer.Header("Idempotency-Replayed"))));
    }

    private Task<Answer> ExecuteAsync(string body, (string Name, string Value) key) => SendAsync(Api.Client, HttpMethod.Post, "/execute", Json(body), key);

    private static (string Name, string Value) NewKey() => ("Idempotency-Key", $"\"{Guid.NewGuid()}\"");
}

public sealed class IdempotencyOnEmbeddedBroker(ApiOnEmbeddedBroker fixture) : IdempotencyTests(fixture), IClassFixture<ApiOnEmbeddedBroker>;

public sealed class IdempotencyOnRealKafka(ApiOnRealKafka fixture) : IdempotencyTests(fixture), IClassFixture<ApiOnRealKafka>;
