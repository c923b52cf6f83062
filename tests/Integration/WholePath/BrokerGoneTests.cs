using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;
using RCoder.Integration.Hosting;

namespace RCoder.Integration.WholePath;

/// <summary>
/// Crashes the real broker with the commands in KAFKA_KILL and KAFKA_UP, and so runs when nothing else does.
/// </summary>
[Collection(nameof(Alone))]
public sealed class BrokerGoneTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_broker_gone_nothing_is_accepted_and_nothing_accepted_is_lost()
    {
        await using var serving = new ServingKafka();
        Assert.SkipWhen(serving.Missing is not null, serving.Missing ?? "");
        var (kill, up) = (Environment.GetEnvironmentVariable("KAFKA_KILL"), Environment.GetEnvironmentVariable("KAFKA_UP"));
        Assert.SkipWhen(kill is null || up is null, "KAFKA_KILL and KAFKA_UP name no commands: the broker's crash is not tested");

        serving.Settings["Kafka__WriteTimeoutMs"] = "800";
        await using var serve = await ServeProcess.StartAsync(serving.BootstrapServers, serving.Settings, Ct);
        var hello = new { language = "python", source = "print('hello')" };
        await TakenAsync(serve, hello);
        var running = await TakenAsync(serve, new { language = "python", source = "import time\nfor i in range(40): print(i, flush=True); time.sleep(0.1)" });
        await foreach (var e in serve.Api.FollowAsync(running, null, Ct))
        {
            if (e.Type == "output")
                break;
        }

        await ShellAsync(kill!);
        try
        {
            var times = new List<double>();
            for (var i = 0; i < 3; i++)
            {
                var watch = Stopwatch.StartNew();
                using var refused = await serve.Api.PostAsync(hello, Ct);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
                Assert.NotNull(refused.Headers.RetryAfter);
                times.Add(watch.Elapsed.TotalSeconds);
            }
            // The best: what else the machine does then is not RCoder's.
            Assert.InRange(times.Min(), 0, 1);
            using var ready = await serve.Api.GetAsync("/readyz", Ct);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("Kafka", await ready.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
        finally
        {
            await ShellAsync(up!);
        }

        var after = await TakenAsync(serve, hello);
        await serve.Api.EventsAsync(after, null, Ct);
        Assert.Equal("hello\n", (await serve.Api.GetAsync(after, Ct)).Stdout);
        await serve.Api.EventsAsync(running, null, Ct);
        var result = await serve.Api.GetAsync(running, Ct);
        Assert.Equal(Outcome.Succeeded, result.Outcome);
        Assert.Equal(string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}\n")), result.Stdout);
    }

    /// <summary>On a busy machine a broker that is there can be slower than the 800 ms that a caller waits here.</summary>
    private static async Task<ExecutionId> TakenAsync(ServeProcess serve, object request)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            using var response = await serve.Api.PostAsync(request, limit.Token);
            if (response.StatusCode == HttpStatusCode.Accepted)
                return (await response.Content.ReadFromJsonAsync(Wire.Json.ExecutionResult, limit.Token))!.Id;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            await again.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
        await shell.StandardOutput.ReadToEndAsync(Ct);
        await shell.WaitForExitAsync(Ct);
        Assert.Equal(0, shell.ExitCode);
    }
}
