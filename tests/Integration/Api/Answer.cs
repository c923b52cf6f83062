using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace RCoder.Integration.Api;

internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, string? ContentType, string Raw)
{
    public JsonNode Body => JsonNode.Parse(Raw)!;

    public static async Task<Answer> OfAsync(HttpResponseMessage answer, CancellationToken ct) =>
        new(answer.StatusCode, answer.Headers, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsStringAsync(ct));

    public string Text(string field) => Body[field]?.GetValue<string>() ?? throw new Xunit.Sdk.XunitException($"no {field} in {Raw}");

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
