using System.Net;
using System.Text.Json.Nodes;

namespace RCoder.Integration.Api;

/// <summary>What the API tells of itself.</summary>
public sealed class DescriptionTests(ApiOnEmbeddedBroker fixture) : ApiTests(fixture), IClassFixture<ApiOnEmbeddedBroker>
{
    [Fact]
    public async Task Every_path_is_described_with_all_its_answers()
    {
        var document = (await GetAsync("/openapi/v1.json")).Body;
        var described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key} {path.Key}"));
        Assert.Equal(
            ["delete /v1/executions/{id}", "get /livez", "get /metrics", "get /readyz", "get /v1/executions/{id}", "get /v1/executions/{id}/events",
             "get /v1/runtimes", "post /execute", "post /v1/executions", "post /v1/executions/{id}/stdin"],
            described.Order(StringComparer.Ordinal));
        var post = document["paths"]!["/v1/executions"]!["post"]!;
        Assert.Equal(["200", "202", "400", "406", "409", "413", "415", "422", "503"], post["responses"]!.AsObject().Select(answer => answer.Key).Order(StringComparer.Ordinal));
        Assert.Contains("409", document["paths"]!["/execute"]!["post"]!["responses"]!.AsObject().Select(answer => answer.Key));
        Assert.Equal(["Idempotency-Key", "Prefer"], post["parameters"]!.AsArray().Select(parameter => (string?)parameter!["name"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_field_of_a_request_is_described_in_words()
    {
        var request = (await GetAsync("/openapi/v1.json")).Body["components"]!["schemas"]!["ExecutionRequest"]!;
        var fields = request["properties"]!.AsObject();
        Assert.Equal(
            ["args", "deadlineMs", "env", "files", "interactive", "language", "limits", "source", "stdin", "version"],
            fields.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["language"], request["required"]!.AsArray().Select(field => (string?)field));
        Assert.DoesNotContain(fields, field => Description(field.Value!) is null);
    }

    [Fact]
    public async Task The_page_of_the_description_asks_nobody_else()
    {
        var page = await GetAsync("/docs");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("default-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        foreach (var path in new[] { "/docs", "/docs/docs.js", "/docs/docs.css" })
            Assert.DoesNotContain("//", (await GetAsync(path)).Raw.Replace("// Text", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string? Description(JsonNode field) => (string?)field["description"];
}
