using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace RCoder.Integration.Api;

/// <summary>One server-sent event as a client reads it.</summary>
internal sealed record Sse(string Type, string? Id, JsonNode Data)
{
    /// <summary>All events that come until the server closes the stream.</summary>
    public static async Task<List<Sse>> AllAsync(HttpClient client, string path, string? last = null)
    {
        var all = new List<Sse>();
        await foreach (var e in ReadAsync(client, path, last, TestContext.Current.CancellationToken))
            all.Add(e);
        return all;
    }

    public static async IAsyncEnumerable<Sse> ReadAsync(HttpClient client, string path, string? last, [EnumeratorCancellation] CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (last is not null)
            request.Headers.Add("Last-Event-ID", last);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (answer.StatusCode == HttpStatusCode.NoContent)
            yield break;
        Assert.True(answer.IsSuccessStatusCode, await Text(answer, ct));
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.ToString());
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(ct));
        string? type = null, id = null, data = null;
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                type = line[7..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            else if (line.Length == 0 && data is not null)
            {
                yield return new Sse(type!, id, JsonNode.Parse(data)!);
                (type, id, data) = (null, null, null);
            }
        }
    }

    private static async Task<string> Text(HttpResponseMessage answer, CancellationToken ct) =>
        answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(ct);
}
