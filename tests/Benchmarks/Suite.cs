using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using RCoder.Integration.Hosting;

namespace RCoder.Benchmarks;

/// <summary>Every figure of one broker, each beside its floor.</summary>
internal static class Suite
{
    private const string Python = "/usr/bin/python3";
    private const int Rounds = 300;
    private const int Accepts = 2000;
    private const int Clients = 16;

    private static readonly string Prefix = $"bench-{Environment.ProcessId}-";

    public static async Task RunAsync(string broker, string? servers, Table table)
    {
        try
        {
            await MeasureAsync(broker, servers, table);
        }
        finally
        {
            if (servers is not null)
                await TestTopics.DeleteAsync(servers, Prefix);
        }
    }

    private static async Task MeasureAsync(string broker, string? servers, Table table)
    {
        var settings = new Dictionary<string, string> { ["Kafka__Prefix"] = Prefix };
        await using var serve = await ServeProcess.StartAsync(servers, settings, CancellationToken.None);
        table.Add("ready after start", broker, $"{serve.ReadyAfter.TotalSeconds:F2} s", bar: "≤ 2 s");
        await IdleAsync(broker, serve, table);
        await HelloAsync(broker, serve, table);
        await QuietHelloAsync(broker, serve, table);
        await LatencyAsync(broker, serve, table);
        await AcceptAsync(broker, servers, serve, table);
    }

    private static async Task IdleAsync(string broker, ServeProcess serve, Table table)
    {
        await Task.Delay(5000);
        var before = serve.Cpu;
        var watch = Stopwatch.StartNew();
        await Task.Delay(10_000);
        table.Add("idle CPU, of one core", broker, $"{(serve.Cpu - before) / watch.Elapsed:P2}", bar: "< 3 %");
        table.Add("idle resident memory", broker, $"{serve.Memory >> 20} MiB", bar: "≤ 200 MB");
    }

    private static async Task HelloAsync(string broker, ServeProcess serve, Table table)
    {
        var (run, bare) = (new Sample(), new Sample());
        for (var i = -30; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var response = await PostAsync(serve.Api, new { language = "python", source = "print('hello')" }, wait: true);
            var result = await response.Content.ReadFromJsonAsync<JsonElement>();
            var time = Stopwatch.GetElapsedTime(start);
            if (response.StatusCode != HttpStatusCode.OK || result.GetProperty("stdout").GetString() != "hello\n")
                throw new InvalidOperationException($"hello came back as {response.StatusCode}: {result}");
            var floor = BareProcess.Run(Python, "-c", "print('hello')");
            if (i < 0)
                continue;
            run.Add(time);
            bare.Add(floor);
        }
        table.Add("warm hello, p50", broker, $"{run}", $"python3 -c: {bare}", run.P50 / bare.P50, "≤ 2.0");
        table.Add("warm hello, p99 to its p50", broker, $"{run.P99:F1} ms", $"{run.P50:F1} ms", run.P99 / run.P50, "≤ 4.0");
    }

    private static async Task QuietHelloAsync(string broker, ServeProcess serve, Table table)
    {
        var sample = new Sample();
        for (var i = 0; i < 10; i++)
        {
            await Task.Delay(2000);
            var start = Stopwatch.GetTimestamp();
            using var response = await PostAsync(serve.Api, new { language = "python", source = "print('hello')" }, wait: true);
            await response.Content.ReadAsByteArrayAsync();
            sample.Add(Stopwatch.GetElapsedTime(start));
        }
        table.Add("warm hello after 2 s of quiet", broker, $"{sample}", bar: "p50 ≤ 50 ms");
    }

    private static async Task LatencyAsync(string broker, ServeProcess serve, Table table)
    {
        const string source = "import time\nfor i in range(200):\n    time.sleep(0.02)\n    print(time.time(), flush=True)\n";
        using var accepted = await PostAsync(serve.Api, new { language = "python", source }, wait: false);
        var sample = new Sample();
        using var events = await serve.Api.GetAsync($"{accepted.Headers.Location}/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await events.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is { } line)
        {
            var now = DateTimeOffset.UtcNow;
            if (!line.StartsWith("data:", StringComparison.Ordinal))
                continue;
            var e = JsonDocument.Parse(line[5..]).RootElement;
            if (e.GetProperty("type").GetString() != "output")
                continue;
            foreach (var written in e.GetProperty("text").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                sample.Add(now - DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(written, System.Globalization.CultureInfo.InvariantCulture)));
        }
        table.Add("program's flush to SSE client", broker, $"{sample}", bar: "p50 ≤ 10 ms");
    }

    private static async Task AcceptAsync(string broker, string? servers, ServeProcess serve, Table table)
    {
        // Past their deadline when they are taken: what is measured is accepting, not running.
        var body = new { language = "python", source = "print('hello')", deadlineMs = 1 };
        await ManyAsync(200, async () => (await PostAsync(serve.Api, body, wait: false)).Dispose());
        var accepted = await ManyAsync(Accepts, async () =>
        {
            using var response = await PostAsync(serve.Api, body, wait: false);
            if (response.StatusCode != HttpStatusCode.Accepted)
                throw new InvalidOperationException($"a job was answered {response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        });
        if (servers is null)
        {
            table.Add("accept rate, 16 clients", broker, $"{accepted:F0}/s");
            return;
        }
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = servers, Acks = Acks.All, EnableIdempotence = true, LingerMs = 0 }).Build();
        var record = new Message<byte[], byte[]> { Key = new byte[32], Value = new byte[700] };
        var topic = $"{Prefix}raw";
        await ManyAsync(200, () => producer.ProduceAsync(topic, record));
        var raw = await ManyAsync(Accepts, () => producer.ProduceAsync(topic, record));
        table.Add("accept rate, 16 clients", broker, $"{accepted:F0}/s", $"raw produce, acks=all: {raw:F0}/s", accepted / raw);
    }

    private static async Task<double> ManyAsync(int count, Func<Task> once)
    {
        var left = count;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await once();
        }));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient api, object body, bool wait)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/executions") { Content = JsonContent.Create(body) };
        if (wait)
            request.Headers.Add("Prefer", "wait=30");
        return api.SendAsync(request);
    }
}
