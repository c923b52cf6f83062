using System.Globalization;
using System.Net;
using RCoder.Shared;

namespace RCoder.Integration.Api;

/// <summary>What an administrator sees, and what a browser gets.</summary>
public sealed class OperationTests(ApiOnEmbeddedBroker fixture) : ApiTests(fixture), IClassFixture<ApiOnEmbeddedBroker>
{
    [Fact]
    public async Task Runtimes_are_listed_with_all_that_an_editor_needs()
    {
        var runtimes = (await GetAsync("/v1/runtimes")).Body["runtimes"]!.AsArray();
        Assert.Equal(["python", "rust"], runtimes.Select(runtime => (string?)runtime!["name"]));
        var python = runtimes[0]!;
        Assert.Equal(["aliases", "compiled", "editor", "language", "limits", "name", "ready", "source", "version"], python.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("print(6 * 7)", "python", false), ((string?)python["editor"]!["sample"], (string?)python["editor"]!["monaco"], (bool)python["compiled"]!));
        Assert.Equal((10_000, 30_000), ((int)python["limits"]!["default"]!["wallMs"]!, (int)python["limits"]!["max"]!["wallMs"]!));
        Assert.Equal((false, true, "rustc is not installed"), ((bool)runtimes[1]!["ready"]!, (bool)runtimes[1]!["compiled"]!, (string?)runtimes[1]!["message"]));
    }

    [Fact]
    public async Task It_is_alive_and_ready()
    {
        Assert.Equal("alive", (await GetAsync("/livez")).Text("status"));
        Assert.Equal("ready", (await GetAsync("/readyz")).Text("status"));
    }

    [Fact]
    public async Task The_editor_is_on_its_own_port_with_the_API_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("rcoder-editor-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "assets"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "index.html"), "<p>editor", Ct);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "assets", "index-4f2a.js"), "1", Ct);
            var port = Processes.FreePort();
            await using var api = await NewApiAsync(("Api:EditorPath", folder.FullName), ("Api:EditorPort", port.ToString(CultureInfo.InvariantCulture)));
            using var editor = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

            var page = await SendAsync(editor, HttpMethod.Get, "/");
            Assert.Equal((HttpStatusCode.OK, "<p>editor", "text/html", "no-cache"), (page.Status, page.Raw, page.ContentType, page.Header("Cache-Control")));
            Assert.StartsWith("default-src 'self'; ", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("<p>editor", (await SendAsync(editor, HttpMethod.Get, "/some/place", null, ("Accept", "text/html,*/*"))).Raw);
            Assert.Equal("public, max-age=31536000, immutable", (await SendAsync(editor, HttpMethod.Get, "/assets/index-4f2a.js")).Header("Cache-Control"));
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(editor, HttpMethod.Get, "/assets/gone.js")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(editor, HttpMethod.Get, "/v1/nothing", null, ("Accept", "text/html"))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(editor, HttpMethod.Get, "/..%2f..%2fetc/passwd")).Status);
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(editor, Program("exit 0"), ("Prefer", "wait=30"))).Status);
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(editor, HttpMethod.Get, "/v1/runtimes")).Status);
            foreach (var path in new[] { "/metrics", "/Metrics/", "/%6Detrics", "/metrics?x" })
            {
                Assert.Equal((HttpStatusCode.NotFound, "application/problem+json; charset=utf-8"), await StatusAsync(editor, HttpMethod.Get, path));
                Assert.Equal(HttpStatusCode.NotFound, (await StatusAsync(editor, HttpMethod.Put, path)).Status);
                Assert.Equal(HttpStatusCode.OK, (await StatusAsync(api.Client, HttpMethod.Get, path)).Status);
            }
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(api.Client, HttpMethod.Get, "/")).Status);
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, "/v1/runtimes")).Status);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public async Task Metrics_are_to_be_read_and_nothing_else(string method)
    {
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/metrics")).Status);
        var refused = await SendAsync(Api.Client, new HttpMethod(method), "/metrics");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "This path does not take that method; it takes GET, HEAD."), (refused.Status, refused.Text("detail")));
    }

    [Fact]
    public async Task What_can_be_read_can_be_asked_about()
    {
        var id = await StartAsync("exit 0");
        await ResultAsync(Api.Client, id);
        foreach (var path in new[] { $"/v1/executions/{id}", $"/v1/executions/{id}/events", "/v1/runtimes", "/livez", "/readyz", "/metrics", "/openapi/v1.json", "/docs" })
        {
            using var read = new HttpRequestMessage(HttpMethod.Get, path);
            using var asked = new HttpRequestMessage(HttpMethod.Head, path);
            using var answer = await Api.Client.SendAsync(read, Ct);
            using var head = await Api.Client.SendAsync(asked, Ct);
            Assert.Equal((path, HttpStatusCode.OK, answer.Content.Headers.ContentType), (path, head.StatusCode, head.Content.Headers.ContentType));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Ct));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(Api.Client, HttpMethod.Head, "/v1/executions/019ab0c0000070008000000000000000")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await SendAsync(Api.Client, HttpMethod.Head, "/v1/executions")).Status);
    }

    [Fact]
    public async Task On_loopback_no_page_reaches_it_by_a_name_of_its_own()
    {
        foreach (var host in new[] { "localhost", $"localhost:{Api.Address.Port}", "127.0.0.1", "127.1.2.3:9", "[::1]", "[::1]:3000" })
            Assert.Equal(HttpStatusCode.OK, (await GetAsync("/v1/runtimes", ("Host", host))).Status);
        foreach (var path in new[] { "/v1/runtimes", "/metrics", "/nowhere" })
        {
            var refused = await GetAsync(path, ("Host", $"evil.example:{Api.Address.Port}"));
            Assert.Equal((HttpStatusCode.MisdirectedRequest, "application/problem+json; charset=utf-8"), (refused.Status, refused.ContentType));
            Assert.Contains("Serve:Address", (string?)refused.Body["errors"]!["Host"]![0], StringComparison.Ordinal);
        }
        var before = Dispatcher.Jobs.Count;
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await PostAsync(Program("exit 0"), ("Host", "127.0.0.1.evil.example"))).Status);
        Assert.Equal(before, Dispatcher.Jobs.Count);
    }

    [Fact]
    public async Task Where_it_listens_for_others_it_answers_to_any_name()
    {
        await using var api = await NewApiAsync(("Serve:Address", "0.0.0.0"));
        foreach (var host in new[] { "rcoder.example", "localhost", "10.1.2.3:8080" })
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, "/v1/runtimes", null, ("Host", host))).Status);
    }

    [Fact]
    public async Task Until_the_languages_are_read_a_program_is_to_be_sent_again_later()
    {
        await using var api = await NewApiAsync(ready: false, (ApiHost.UnreadCatalogue.Key, ApiHost.UnreadCatalogue.Value!));
        foreach (var (path, body) in new[] { ("/v1/executions", Program("exit 0")), ("/execute", """{"language": "py", "code": "exit 0"}""") })
        {
            var refused = await SendAsync(api.Client, HttpMethod.Post, path, Json(body));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "1", "application/problem+json; charset=utf-8"), (refused.Status, refused.Header("Retry-After"), refused.ContentType));
            Assert.Contains("languages", refused.Text("detail"), StringComparison.Ordinal);
        }
        Assert.NotNull((await SendAsync(api.Client, HttpMethod.Get, "/readyz")).Body["errors"]!["runtimes"]);
        api.ReadCatalogue();
        await api.ReadyAsync();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(api.Client, Program("exit 0"), ("Prefer", "wait=30"))).Status);
    }

    private static async Task<(HttpStatusCode Status, string? ContentType)> StatusAsync(HttpClient client, HttpMethod method, string path)
    {
        var answer = await SendAsync(client, method, path);
        return (answer.Status, answer.ContentType);
    }

    [Fact]
    public async Task Pages_of_other_sites_may_call_only_where_they_are_named()
    {
        Assert.Null((await GetAsync("/v1/runtimes", ("Origin", "https://a.example"))).Header("Access-Control-Allow-Origin"));
        await using var api = await NewApiAsync(("Api:AllowedOrigins:0", "https://a.example"));
        Assert.Equal("https://a.example", (await SendAsync(api.Client, HttpMethod.Get, "/v1/runtimes", null, ("Origin", "https://a.example"))).Header("Access-Control-Allow-Origin"));
        Assert.Null((await SendAsync(api.Client, HttpMethod.Get, "/v1/runtimes", null, ("Origin", "https://b.example"))).Header("Access-Control-Allow-Origin"));
        var asked = await SendAsync(api.Client, HttpMethod.Options, "/v1/executions", null, ("Origin", "https://a.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "prefer"));
        Assert.Equal(HttpStatusCode.NoContent, asked.Status);
    }

    [Theory]
    [InlineData("Api:EditorPort", "0", "Api:EditorPort (RCODER_Api__EditorPort): is 0; ")]
    [InlineData("Api:BodyBytes", "99999999", "Api:BodyBytes (RCODER_Api__BodyBytes): is 99999999; ")]
    [InlineData("Api:AllowedOrigins:0", "a.example", "Api:AllowedOrigins:0 (RCODER_Api__AllowedOrigins__0): is 'a.example'; ")]
    public async Task Settings_that_cannot_be_are_refused_at_the_start(string name, string value, string said)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(async () => await NewApiAsync((name, value)));
        Assert.Contains(said, refused.ToString(), StringComparison.Ordinal);
    }
}
