using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using k8s;
using k8s.Models;
using RCoder.Kubernetes.Connecting;

namespace RCoder.Kubernetes.Watching;

/// <summary>Some of the objects, where the next page begins (if there is one), and the version of the whole.</summary>
internal sealed record ResourcePage<T>(IReadOnlyList<Observed<T>> Items, string? Continue, string ResourceVersion)
    where T : IKubernetesObject<V1ObjectMeta>;

/// <summary>
/// List and watch as the API server speaks them. The client's own calls fail as a whole when one object can't be read,
/// and are made for each kind apart; here it is only the connection and its credentials that are the client's.
/// </summary>
internal sealed class ResourceReader<T>(IKubernetes client, ResourceQuery query, TimeProvider time)
    where T : IKubernetesObject<V1ObjectMeta>
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private readonly k8s.Kubernetes connection = (k8s.Kubernetes)client;

    /// <param name="limit">Objects a page; 0: all at once.</param>
    public async Task<ResourcePage<T>> ListAsync(string? @continue, int limit, CancellationToken ct)
    {
        using var within = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, ct);
        using var response = await SendAsync(query.Uri(("limit", limit > 0 ? $"{limit}" : null), ("continue", @continue)), either.Token);
        await using var body = await response.Content.ReadAsStreamAsync(either.Token);
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: either.Token);
        var metadata = json.RootElement.GetProperty("metadata");
        return new(
            [.. json.RootElement.GetProperty("items").EnumerateArray().Select(Observed<T>.Read)],
            metadata.TryGetProperty("continue", out var next) && next.GetString() is { Length: > 0 } token ? token : null,
            metadata.GetProperty("resourceVersion").GetString()!);
    }

    /// <summary>What happened after <paramref name="resourceVersion"/>, until the server ends the watch, which it does after <paramref name="length"/> at the latest.</summary>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(string resourceVersion, TimeSpan length, [EnumeratorCancellation] CancellationToken ct)
    {
        // The server ends it; if it can't, because something between swallowed the connection but answers its pings, we do.
        using var within = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, ct);
        var uri = query.Uri(
            ("watch", "true"), ("allowWatchBookmarks", "true"), ("resourceVersion", resourceVersion), ("timeoutSeconds", $"{(int)length.TotalSeconds}"));
        using var response = await SendAsync(uri, either.Token);
        within.CancelAfter(length + AnswerWithin);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(either.Token));
        while (await lines.ReadLineAsync(either.Token) is { } line)
        {
            if (line.Length > 0)
                yield return WatchEvent<T>.Read(line);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string uri, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(connection.BaseUri, uri)) { Version = HttpVersion.Version20 };
        request.Headers.Accept.ParseAdd("application/json");
        if (connection.Credentials is { } credentials)
            await credentials.ProcessHttpRequestAsync(request, ct);
        var response = await connection.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(ct);
            throw ApiFailures.StatusOf(body) is { } status
                ? new KubernetesException(status)
                : new HttpRequestException(body.Length > 0 ? body : response.ReasonPhrase, null, response.StatusCode);
        }
    }
}
