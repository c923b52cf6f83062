using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RCoder.Hosting;

namespace RCoder.Roles;

/// <summary>
/// <c>rcoder check &lt;url&gt; [--wait &lt;seconds&gt;]</c>: runs the sample of every language through an API, as a person would, and
/// says how each went. <c>rcoder check &lt;url&gt; --ready</c>: only asks whether what is there, of whatever role, is ready.
/// </summary>
internal static class CheckRole
{
    private const int DefaultWaitSeconds = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [var address, "--ready"] && Uri.TryCreate(address, UriKind.Absolute, out var role))
            return await IsReadyAsync(role);
        if (Read(args) is not var (url, wait))
            return Usage.Show(["check"]);
        using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(90) };
        using var patience = new CancellationTokenSource(wait);
        try
        {
            var runtimes = await ReadyAsync(http, patience.Token);
            var good = true;
            foreach (var runtime in runtimes)
                good &= await TryAsync(http, runtime!);
            Console.WriteLine(runtimes.Count == 0 ? "RCoder answers; no language is installed." : good ? "All languages run." : "Not all languages run.");
            return good ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException)
        {
            Console.Error.WriteLine($"{url} is not RCoder's API, or not ready: {e.Message}");
            return 1;
        }
    }

    private static async Task<int> IsReadyAsync(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var response = await http.GetAsync("/readyz");
            if (!response.IsSuccessStatusCode)
                Console.Error.WriteLine(await response.Content.ReadAsStringAsync());
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static (Uri Url, TimeSpan Wait)? Read(string[] args) => args switch
    {
        [var url] when Uri.TryCreate(url, UriKind.Absolute, out var address) => (address, TimeSpan.FromSeconds(DefaultWaitSeconds)),
        [var url, "--wait", var seconds] when Uri.TryCreate(url, UriKind.Absolute, out var address) && int.TryParse(seconds, CultureInfo.InvariantCulture, out var n) && n >= 0 =>
            (address, TimeSpan.FromSeconds(n)),
        _ => null,
    };

    /// <summary>All languages once all are ready, or time is up.</summary>
    private static async Task<JsonArray> ReadyAsync(HttpClient http, CancellationToken patience)
    {
        while (true)
        {
            try
            {
                using var ready = await http.GetAsync("/readyz", CancellationToken.None);
                if (ready.IsSuccessStatusCode)
                {
                    var runtimes = (await http.GetFromJsonAsync<JsonNode>("/v1/runtimes", CancellationToken.None))!["runtimes"]!.AsArray();
                    if (patience.IsCancellationRequested || runtimes.All(runtime => (bool)runtime!["ready"]!))
                        return runtimes;
                }
                else if (patience.IsCancellationRequested)
                    throw new HttpRequestException(await ready.Content.ReadAsStringAsync(CancellationToken.None));
            }
            catch (HttpRequestException) when (!patience.IsCancellationRequested)
            {
            }
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private static async Task<bool> TryAsync(HttpClient http, JsonNode runtime)
    {
        var name = $"{runtime["language"]} {runtime["version"]}";
        if (!(bool)runtime["ready"]!)
            return Report("not ready", name, $"{runtime["message"]}");
        if (runtime["editor"]?["sample"] is not { } sample)
            return Report("untried", name, "it has no sample (spec.editor.sample)", good: true);
        var request = new JsonObject { ["language"] = $"{runtime["language"]}", ["version"] = $"{runtime["version"]}", ["source"] = $"{sample}" };
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/executions") { Content = JsonContent.Create(request) };
        message.Headers.Add("Prefer", "wait=60");
        using var response = await http.SendAsync(message);
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>();
        return $"{answer?["outcome"]}" == "Succeeded"
            ? Report("ok", name, string.Create(CultureInfo.InvariantCulture, $"{(double)answer!["timings"]!["totalMs"]!:0} ms"), good: true)
            : Report("fails", name, answer!.ToJsonString());
    }

    private static bool Report(string how, string name, string details, bool good = false)
    {
        Console.WriteLine($"{how,-10} {name,-24} {details}");
        return good;
    }
}
