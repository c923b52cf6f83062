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
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(api.Client, HttpMethod.Get, "/")).Status);
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, "/v1/runtimes")).Status);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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
    [InlineData("Api:EditorPort", "0", "EditorPort")]
    [InlineData("Api:BodyBytes", "99999999", "BodyBytes")]
    [InlineData("Api:AllowedOrigins:0", "a.example", "a.example")]
    public async Task Settings_that_cannot_be_are_refused_at_the_start(string name, string value, string said)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(async () => await NewApiAsync((name, value)));
        Assert.Contains(said, refused.ToString(), StringComparison.Ordinal);
    }
}
