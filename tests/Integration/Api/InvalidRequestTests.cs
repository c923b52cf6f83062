using System.Net;
using System.Text;

namespace RCoder.Integration.Api;

/// <summary>Whatever is sent: a 4xx that names the field, the bound and the remedy; nothing is run, and nothing of it is logged or told back.</summary>
public sealed class InvalidRequestTests(ApiOnEmbeddedBroker fixture) : ApiTests(fixture), IClassFixture<ApiOnEmbeddedBroker>
{
    /// <summary>Stands in every program here, and must stand nowhere else.</summary>
    private const string Secret = "s3cr3t-pr0gram";

    public static TheoryData<string, string, int, string, string> Wrong => new()
    {
        { "no body", "", 400, "body", "empty" },
        { "no JSON", $"{{\"language\": \"py\", \"source\": \"{Secret}", 400, "body", "line 1" },
        { "a comma too many", $"{{\"language\": \"py\", \"source\": \"{Secret}\",}}", 400, "body", "comma" },
        { "an array", $"[\"{Secret}\"]", 400, "body", "object" },
        { "null", "null", 400, "body", "object" },
        { "a NUL byte", $"{{\"language\": \"py\", \"source\": \"{Secret}\0\"}}", 400, "body", "NUL" },
        { "too deep", new string('[', 100), 400, "body", "deeper" },
        { "an escaped NUL", Body(source: $"{Secret}\\u0000"), 422, "files[0].content", "NUL" },
        { "half a surrogate pair", Body(source: $"{Secret}\\ud800"), 422, "source", "surrogate" },
        { "a number as source", """{"language": "py", "source": 6}""", 422, "source", "a string" },
        { "a number as language", $$"""{"language": 3, "source": "{{Secret}}"}""", 422, "language", "a string" },
        { "no language", $$"""{"source": "{{Secret}}"}""", 422, "language", "missing" },
        { "an unknown language", Body("cobol-2077"), 422, "language", "there is python" },
        { "a language that is not ready", Body("rust"), 422, "language", "rustc is not installed" },
        { "a version that is not there", Body("py@2"), 422, "language", "3.13.5" },
        { "a misspelt field", Body(more: "\"sources\": 1"), 422, "sources", "source" },
        { "no program", """{"language": "py"}""", 422, "files", "missing" },
        { "source and files", Body(more: "\"files\": [{\"content\": \"x\"}]"), 422, "source", "files" },
        { "a limit above the most", Body(more: "\"limits\": {\"wallMs\": 90000}"), 422, "limits.wallMs", "30000" },
        { "a limit below nothing", Body(more: "\"limits\": {\"processes\": 0}"), 422, "limits.processes", "at least 1" },
        { "a limit with a fraction", Body(more: "\"limits\": {\"memoryBytes\": 1.5}"), 422, "limits.memoryBytes", "whole" },
        { "a limit beyond all numbers", Body(more: "\"limits\": {\"wallMs\": 99999999999999999999}"), 422, "limits.wallMs", "beyond any bound" },
        { "a deadline in the past", Body(more: "\"deadlineMs\": -1"), 422, "deadlineMs", "at least 1" },
        { "a file above the workspace", File("../x"), 422, "files[0].name", ".." },
        { "a file at the root", File("/etc/passwd"), 422, "files[0].name", "relative" },
        { "a file with NUL in its name", File("a\\u0000b"), 422, "files[0].name", "NUL" },
        { "bytes that are no Base64", $$"""{"language": "py", "files": [{"content": "{{Secret}}!", "encoding": "base64"}]}""", 422, "files[0].content", "Base64" },
        { "ten thousand files", $$"""{"language": "py", "files": [{{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""{"name": "{{i}}", "content": "{{Secret}}"}"""))}}]}""", 422, "files", "at most 100" },
        { "a variable that is none", Body(more: "\"env\": {\"1 2\": \"x\"}"), 422, "env.1 2", "variable" },
        { "args that are no list", Body(more: "\"args\": \"x\""), 422, "args", "array" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_told_with_its_field(string what, string body, int status, string field, string said)
    {
        Assert.NotEmpty(what);
        var answer = await PostAsync(body);
        Expect(answer, status, field, said);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var answer = await PostAsync("""{"language": "cobol", "sauce": "x", "files": [{"name": "../a", "content": 1}], "limits": {"cpuMs": 0}, "deadlineMs": 0}""");
        Assert.Equal(422, (int)answer.Status);
        Assert.Equal(["deadlineMs", "files[0].content", "files[0].name", "language", "limits.cpuMs", "sauce"], answer.Body["errors"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/v1/executions", """{"language": "cobol", "source": "x", "deadlineMs": 0}""", "Idempotency-Key deadlineMs language")]
    [InlineData("/v1/executions", "{", "Idempotency-Key body")]
    [InlineData("/v1/executions", """{"language": "py", "source": "x", "files": [{"name": "/etc/x", "content": "1"}, {"name": "a", "content": "!", "encoding": "base64"}, {"name": "a", "content": ""}]}""", "Idempotency-Key files[0].name files[1].content files[2].name source")]
    [InlineData("/execute", """{"language": "cobol", "code": "x", "code": "y", "lang": "py"}""", "Idempotency-Key code lang language")]
    [InlineData("/execute", "{", "Idempotency-Key body")]
    public async Task Headers_and_body_are_found_wrong_together(string path, string body, string fields)
    {
        var answer = await SendAsync(Api.Client, HttpMethod.Post, path, Json(body), ("Idempotency-Key", "a b"));
        Assert.Equal(400, (int)answer.Status);
        Assert.Equal(fields, string.Join(' ', answer.Body["errors"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes("{\"language\": \"py\", \"source\": \""), 0xff, 0xfe, .. "\"}"u8];
        Expect(await SendAsync(Api.Client, HttpMethod.Post, "/v1/executions", Json(body)), 400, "body", "UTF-8");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_refused_with_its_bound(bool chunked)
    {
        var body = Json(Encoding.UTF8.GetBytes(Body(source: new string('x', 8 << 20))));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/executions") { Content = body };
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await Api.Client.SendAsync(request, Ct);
        Expect(await Answer.OfAsync(answer, Ct), 413, "body", "1048576");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task Another_media_type_is_refused(string? type)
    {
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Body()));
        if (type is not null)
            body.Headers.TryAddWithoutValidation("Content-Type", type);
        Expect(await SendAsync(Api.Client, HttpMethod.Post, "/v1/executions", body), 415, "Content-Type", type?.Contains("charset", StringComparison.Ordinal) == true ? "utf-8" : "application/json");
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        var body = Json(Body());
        body.Headers.ContentEncoding.Add("gzip");
        Expect(await SendAsync(Api.Client, HttpMethod.Post, "/v1/executions", body), 415, "Content-Encoding", "absent");
    }

    [Theory]
    [InlineData("text/html", 406)]
    [InlineData("application/json;q=0", 406)]
    [InlineData("text/html;q=1, application/json;q=0, */*;q=0.1", 406)]
    [InlineData("???", 400)]
    [InlineData("text/html, application/*;q=0.1", 202)]
    [InlineData("*/*", 202)]
    public async Task Who_does_not_take_JSON_is_told_so(string accept, int status) =>
        Assert.Equal(status, (int)(await PostAsync(Program("exit 0"), ("Accept", accept))).Status);

    [Theory]
    [InlineData("GET", "/v1/executions/1", 400, "id")]
    [InlineData("GET", "/v1/executions/550e8400e29b41d4a716446655440000", 400, "id")]
    [InlineData("GET", "/v1/executions/%00", 400, null)]
    [InlineData("DELETE", "/v1/executions/..%2f..", 400, "id")]
    [InlineData("GET", "/v1/executions/ffffffffffff70008000000000000000/events", 400, "id")]
    [InlineData("GET", "/nowhere", 404, null)]
    [InlineData("GET", "/", 404, null)]
    [InlineData("GET", "/v1/executions", 405, null)]
    [InlineData("PUT", "/v1/executions/01a20addb1d77bb2922c44c60a9b23a7", 405, null)]
    [InlineData("BREW", "/v1/runtimes", 405, null)]
    public async Task Every_error_is_a_problem(string method, string path, int status, string? field)
    {
        var answer = await SendAsync(Api.Client, new HttpMethod(method), path);
        Assert.Equal(status, (int)answer.Status);
        // What Kestrel itself finds wrong with a request's head never reaches RCoder, and has no body.
        if (answer.Raw.Length == 0 && path.Contains("%00", StringComparison.Ordinal))
            return;
        Assert.Equal("application/problem+json; charset=utf-8", answer.ContentType);
        Assert.Equal(status, (int)answer.Body["status"]!);
        Assert.NotEqual("", answer.Text("detail"));
        if (field is not null)
            Assert.NotNull(answer.Body["errors"]![field]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    public async Task A_key_that_is_none_is_refused(string key) =>
        Expect(await PostAsync(Body(), ("Idempotency-Key", key)), 400, "Idempotency-Key", "255");

    [Fact]
    public async Task A_key_that_is_too_long_or_comes_twice_is_refused()
    {
        Expect(await PostAsync(Body(), ("Idempotency-Key", new string('k', 256))), 400, "Idempotency-Key", "255");
        Expect(await PostAsync(Body(), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")), 400, "Idempotency-Key", "255");
    }

    [Theory]
    [InlineData("""{"language": "py"}""", "code")]
    [InlineData("""{"code": "x"}""", "language")]
    [InlineData("""{"language": "py", "code": 1}""", "code")]
    [InlineData("""{"language": "py", "code": "\ud800"}""", "code")]
    [InlineData("""{"language": "py", "code": "\u0000"}""", "code")]
    [InlineData("""{"language": "py", "code": "x", "\ud800": 1}""", "body")]
    [InlineData("""{"language": "py", "code": "x", "code": "y"}""", "code")]
    [InlineData("""{"language": "py", "code": "x", "source": "x"}""", "source")]
    [InlineData("""{"language": "cobol", "code": "x"}""", "language")]
    public async Task The_originals_contract_is_as_strict(string body, string field)
    {
        var answer = await SendAsync(Api.Client, HttpMethod.Post, "/execute", Json(body));
        Assert.Equal(422, (int)answer.Status);
        Assert.NotNull(answer.Body["errors"]![field]);
    }

    private void Expect(Answer answer, int status, string field, string said)
    {
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal("application/problem+json; charset=utf-8", answer.ContentType);
        var messages = answer.Body["errors"]?[field]?.AsArray() ?? throw new Xunit.Sdk.XunitException($"no {field} in {answer.Raw}");
        Assert.Contains(messages, message => ((string?)message)!.Contains(said, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, answer.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain(TestLog.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Dispatcher.Jobs, job => job.Files[0].Content.Contains(Secret, StringComparison.Ordinal));
    }

    private static string Body(string language = "py", string source = Secret, string? more = null) =>
        $$"""{"language": "{{language}}", "source": "{{source}}"{{(more is null ? "" : ", " + more)}}}""";

    private static string File(string name) => $$"""{"language": "py", "files": [{"name": "{{name}}", "content": "{{Secret}}"}]}""";
}
