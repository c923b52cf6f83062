using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;

namespace RCoder.Cluster.Install;

internal static class Runs
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ExecutionResult> RunAsync(this HttpClient api, string language, string source)
    {
        using var response = await SendAsync(api, language, source, wait: 60);
        return await ReadAsync(response, HttpStatusCode.OK);
    }

    /// <summary>Hands a program in.</summary>
    public static async Task<ExecutionId> AcceptAsync(this HttpClient api, string language, string source)
    {
        using var response = await SendAsync(api, language, source, wait: null);
        return (await ReadAsync(response, HttpStatusCode.Accepted)).Id;
    }

    /// <summary>The result of an execution, once it has one.</summary>
    public static async Task<ExecutionResult> ResultAsync(this HttpClient api, ExecutionId id)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            using var response = await api.GetAsync($"/v1/executions/{id}", Ct);
            // While Kafka is slow to answer, the API asks to come again.
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable && await ReadAsync(response, HttpStatusCode.OK) is { State: ExecutionState.Finished } result)
                return result;
            await timer.WaitForNextTickAsync(Ct);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient api, string language, string source, int? wait)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/executions") { Content = JsonContent.Create(new { language, source, limits = new { wallMs = 60_000 } }) };
        if (wait is { } seconds)
            request.Headers.Add("Prefer", $"wait={seconds}");
        return await api.SendAsync(request, Ct);
    }

    private static async Task<ExecutionResult> ReadAsync(HttpResponseMessage response, HttpStatusCode wanted)
    {
        var body = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.StatusCode == wanted, $"{(int)response.StatusCode} instead of {(int)wanted}: {body}");
        return JsonSerializer.Deserialize(body, Wire.Json.ExecutionResult)!;
    }
}
