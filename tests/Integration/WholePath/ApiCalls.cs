using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;

namespace RCoder.Integration.WholePath;

/// <summary>What a caller of the API does, in short.</summary>
internal static class ApiCalls
{
    public static async Task<HttpResponseMessage> PostAsync(this HttpClient api, object request, CancellationToken ct, int? wait = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/executions") { Content = JsonContent.Create(request) };
        if (wait is { } seconds)
            message.Headers.Add("Prefer", $"wait={seconds}");
        return await api.SendAsync(message, ct);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ExecutionResult> RunAsync(this HttpClient api, object request, CancellationToken ct)
    {
        using var response = await api.PostAsync(request, ct, wait: 60);
        if (response.StatusCode != HttpStatusCode.Accepted)
            return await ReadAsync(response, HttpStatusCode.OK, ct);
        // It takes longer than a caller may wait.
        var id = (await ReadAsync(response, HttpStatusCode.Accepted, ct)).Id;
        await api.EventsAsync(id, null, ct);
        return await api.GetAsync(id, ct);
    }

    /// <summary>Hands a program in and returns its id.</summary>
    public static async Task<ExecutionId> AcceptAsync(this HttpClient api, object request, CancellationToken ct)
    {
        using var response = await api.PostAsync(request, ct);
        return (await ReadAsync(response, HttpStatusCode.Accepted, ct)).Id;
    }

    public static async Task<ExecutionResult> GetAsync(this HttpClient api, ExecutionId id, CancellationToken ct)
    {
        using var response = await api.GetAsync($"/v1/executions/{id}", ct);
        return await ReadAsync(response, HttpStatusCode.OK, ct);
    }

    /// <summary>The stream of an execution's events, from after <paramref name="lastEventId"/>, to its close.</summary>
    public static async Task<IReadOnlyList<ServerSentEvent>> EventsAsync(this HttpClient api, ExecutionId id, string? lastEventId, CancellationToken ct)
    {
        var events = new List<ServerSentEvent>();
        await foreach (var e in api.FollowAsync(id, lastEventId, ct))
            events.Add(e);
        return events;
    }

    public static async IAsyncEnumerable<ServerSentEvent> FollowAsync(
        this HttpClient api, ExecutionId id, string? lastEventId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/executions/{id}/events");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        using var response = await api.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.StatusCode == HttpStatusCode.NoContent)
            yield break;
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        string? type = null, eventId = null, data = null;
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("event:", StringComparison.Ordinal))
                type = line[6..].Trim();
            else if (line.StartsWith("id:", StringComparison.Ordinal))
                eventId = line[3..].Trim();
            else if (line.StartsWith("data:", StringComparison.Ordinal))
                data = line[5..].Trim();
            else if (line.Length == 0 && data is not null)
            {
                yield return new ServerSentEvent(type, eventId, JsonDocument.Parse(data).RootElement);
                (type, eventId, data) = (null, null, null);
            }
        }
    }

    /// <summary>Ends when a run has written something; the pod in which it runs.</summary>
    public static async Task<string> BegunAsync(this HttpClient api, ExecutionId id, CancellationToken ct)
    {
        string? pod = null;
        await foreach (var e in api.FollowAsync(id, null, ct))
        {
            if (e.Type == "assigned")
                pod = e.Data.GetProperty("pod").GetString();
            else if (e.Type == "output")
                return pod!;
        }
        throw new InvalidOperationException("it ended before it began");
    }

    private static async Task<ExecutionResult> ReadAsync(HttpResponseMessage response, HttpStatusCode wanted, CancellationToken ct)
    {
        var body = await response.Content.ReadAsStringAsync(ct);
        Assert.True(response.StatusCode == wanted, $"{(int)response.StatusCode} instead of {(int)wanted}: {body}");
        return JsonSerializer.Deserialize(body, Wire.Json.ExecutionResult)!;
    }
}

internal sealed record ServerSentEvent(string? Type, string? Id, JsonElement Data);
