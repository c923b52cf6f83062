using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runners;

namespace RCoder.Runtimes.Runners;

/// <summary>Speaks the runner's HTTP contract (<c>docs/runner.md</c>, "Calls") over a connection that is kept alive.</summary>
public sealed class RunnerClient(HttpClient http, string? poolToken = null) : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private AuthenticationHeaderValue? secret;
    private HttpResponseMessage? claimed;

    /// <summary>What this client gave the runner, if anything.</summary>
    public ExecutionId? Execution { get; private set; }

    public async Task<RunnerState> StateAsync(CancellationToken ct)
    {
        using var limited = Limited(ct);
        using var request = PoolRequest(HttpMethod.Get, "/state");
        using var response = await SendAsync(request, limited.Token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(Wire.Json.RunnerState, limited.Token))!;
    }

    /// <summary>Hands the program over. <see cref="ClaimResult.Taken"/> is the moment from which the run counts as begun.</summary>
    /// <exception cref="RunnerRefusedException">It cannot start such a plan, or does not know our token, and is free still.</exception>
    public async Task<ClaimResult> ClaimAsync(Plan plan, CancellationToken ct)
    {
        secret = new("Bearer", plan.Secret);
        Execution = plan.Id;
        using var limited = Limited(ct);
        using var request = PoolRequest(HttpMethod.Post, "/claim?events");
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(plan, Wire.Json.Plan));
        try
        {
            var response = await SendAsync(request, limited.Token);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                claimed = response;
                return ClaimResult.Taken;
            }
            using (response)
            {
                return response.StatusCode switch
                {
                    HttpStatusCode.Conflict => ClaimResult.Busy,
                    HttpStatusCode.BadRequest => throw new RunnerRefusedException(await response.Content.ReadAsStringAsync(limited.Token)),
                    HttpStatusCode.Unauthorized => throw new RunnerRefusedException("the pool's token is another one there"),
                    _ => ClaimResult.Unreachable,
                };
            }
        }
        catch (Exception e) when (Lost(e, ct))
        {
            return ClaimResult.Unreachable;
        }
    }

    /// <summary>The execution's events from <paramref name="from"/> on, live, to the terminal one.</summary>
    /// <exception cref="RunnerLostException">The runner went away before it.</exception>
    public async IAsyncEnumerable<ExecutionEvent> EventsAsync(int from, [EnumeratorCancellation] CancellationToken ct)
    {
        // The answer to the claim was the first of them.
        using var response = Interlocked.Exchange(ref claimed, null) ?? await Guarded(() => AskEventsAsync(from, ct), ct);
        // It lives, and does not know this execution, or not us: it would say the same again.
        if (!response.IsSuccessStatusCode)
            throw new RunnerLostException($"the runner answered {(int)response.StatusCode} when asked for events") { Final = true };
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        while (await Guarded(() => lines.ReadLineAsync(ct).AsTask(), ct) is { } line)
        {
            var e = Read(line);
            yield return e;
            if (e is Finished)
                yield break;
        }
        throw new RunnerLostException("the runner closed its events before the end");
    }

    /// <summary>False where the program has yet to read so much that this has no room: it is to be said again. What it takes no more is given up.</summary>
    /// <param name="offset">Above that of all before it. What is not, the runner has, and does not give to the program again.</param>
    /// <param name="data">Bytes as they are, at most 1 MiB.</param>
    /// <param name="eof">Stdin ends after them.</param>
    /// <param name="ct">Ends the waiting: whether it was taken is then not known, and may be asked by saying it again.</param>
    public async Task<bool> StdinAsync(long offset, byte[] data, bool eof, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"/stdin?offset={offset}{(eof ? "&eof" : "")}")) { Content = new ByteArrayContent(data) };
        using var response = await SendAsync(request, ct);
        return response.StatusCode != HttpStatusCode.RequestEntityTooLarge;
    }

    public Task CancelAsync(CancellationToken ct) => PostAsync("/cancel", ct);

    /// <summary>All events are safe: the runner may go.</summary>
    public Task DoneAsync(CancellationToken ct) => PostAsync("/done", ct);

    /// <summary>Ends a runner that waits. False when it has an execution, or has had one: it ends by itself.</summary>
    /// <exception cref="RunnerLostException">It gave no answer, or another: nobody knows what becomes of it.</exception>
    public async Task<bool> RetireAsync(CancellationToken ct)
    {
        using var limited = Limited(ct);
        using var request = PoolRequest(HttpMethod.Post, "/retire");
        using var response = await Guarded(() => SendAsync(request, limited.Token), ct);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.Conflict => false,
            var status => throw new RunnerLostException($"the runner answered {(int)status} when told to end"),
        };
    }

    /// <summary>Takes up an execution that an earlier dispatcher claimed.</summary>
    public void Resume(string planSecret) => secret = new("Bearer", planSecret);

    public void Dispose()
    {
        claimed?.Dispose();
        http.Dispose();
    }

    /// <summary>The answer must begin in time; its end may take as long as the program.</summary>
    private async Task<HttpResponseMessage> AskEventsAsync(int from, CancellationToken ct)
    {
        using var limited = Limited(ct);
        return await SendAsync(new(HttpMethod.Get, $"/events?from={from}"), limited.Token);
    }

    private static ExecutionEvent Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Wire.Json.ExecutionEvent) ?? throw new RunnerLostException("the runner sent an empty event");
        }
        // The other is thrown where it does not say which event it is.
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new RunnerLostException("the runner sent what is no event", e);
        }
    }

    private static async Task<T> Guarded<T>(Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (Lost(e, ct))
        {
            throw new RunnerLostException($"the runner went away: {e.Message}", e);
        }
    }

    private static bool Lost(Exception e, CancellationToken ct) =>
        e is HttpRequestException or IOException || e is OperationCanceledException && !ct.IsCancellationRequested;

    /// <summary>A call that the pool's token opens. What a runner that is older does not ask for, it does not look at.</summary>
    private HttpRequestMessage PoolRequest(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        if (poolToken is not null)
            request.Headers.Authorization = new("Bearer", poolToken);
        return request;
    }

    private async Task PostAsync(string path, CancellationToken ct)
    {
        using var limited = Limited(ct);
        using var response = await SendAsync(new(HttpMethod.Post, path), limited.Token);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        request.Headers.Authorization ??= secret;
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private static CancellationTokenSource Limited(CancellationToken ct)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(CallTimeout);
        return limited;
    }
}

public enum ClaimResult
{
    /// <summary>The runner has the program and runs it.</summary>
    Taken,

    /// <summary>It had another one already.</summary>
    Busy,

    /// <summary>It did not answer: nobody knows whether it has it.</summary>
    Unreachable,
}
