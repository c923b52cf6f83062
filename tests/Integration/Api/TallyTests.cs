using System.Globalization;
using System.Net;

namespace RCoder.Integration.Api;

/// <summary>Alone on its broker: the numbers are of all executions there.</summary>
public sealed class TallyTests(ApiOnEmbeddedBroker fixture) : ApiTests(fixture), IClassFixture<ApiOnEmbeddedBroker>
{
    [Fact]
    public async Task The_numbers_of_accepted_finished_and_open_executions_agree()
    {
        var before = await MetricAsync("rcoder_executions_accepted_total");
        await PostAsync(Program("exit 0"), ("Prefer", "wait=30"));
        await PostAsync(Program("exit 3"), ("Prefer", "wait=30"));
        var open = await StartAsync("gate metrics");
        await foreach (var e in Sse.ReadAsync(Api.Client, $"/v1/executions/{open}/events", null, Ct))
        {
            // The first is the acceptance, or comes after it.
            if (e.Type == "running")
                break;
        }
        await ReachesAsync("rcoder_executions_accepted_total", before + 3);
        Assert.Equal(1, await MetricAsync("rcoder_executions_in_flight"));
        Assert.Equal(1, await MetricAsync("rcoder_executions_finished_total{outcome=\"Succeeded\",runtime=\"python\"}"));
        Assert.Equal(1, await MetricAsync("rcoder_executions_finished_total{outcome=\"Failed\",runtime=\"python\"}"));
        Assert.Equal(0, await MetricAsync("rcoder_executions_drift"));
        Dispatcher.Open("metrics");
        await ResultAsync(Api.Client, open);
        // An event is counted a moment after it was told.
        await ReachesAsync("rcoder_executions_in_flight", 0);
        Assert.True(await MetricAsync("rcoder_http_request_duration_seconds_count{method=\"POST\",route=\"/v1/executions\",status=\"200\"}") >= 2);
    }

    private async Task ReachesAsync(string name, double value)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await MetricAsync(name) != value)
            await again.WaitForNextTickAsync(limit.Token);
    }

    private async Task<double> MetricAsync(string name)
    {
        var line = (await GetAsync("/metrics")).Raw.Split('\n').FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
