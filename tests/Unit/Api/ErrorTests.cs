using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Prometheus;
using RCoder.Api.Http;
using RCoder.Api.Observability;
using RCoder.Messaging.Kafka;

namespace RCoder.Unit.Api;

public sealed class ErrorTests
{
    private readonly CollectorRegistry registry = Metrics.NewCustomRegistry();
    private readonly FakeTimeProvider time = new();
    private readonly Lines lines = new();

    [Fact]
    public async Task A_defect_is_found_in_the_log_by_the_id_of_its_answer()
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        var answer = await AnswerAsync(_ => throw new InvalidOperationException("print('secret')"));
        Assert.Equal("Internal error; search the log for this traceId.", (string?)answer["detail"]);
        Assert.Equal(activity.TraceId.ToHexString(), (string?)answer["traceId"]);
        Assert.Contains((string)answer["traceId"]!, Assert.Single(lines.Said), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", lines.Said[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_for_want_of_Kafka_is_found_by_it_too()
    {
        var answer = await AnswerAsync(_ => throw new BrokerUnavailableException("Kafka at k:9092 does not answer"));
        Assert.Equal(503, (int)answer["status"]!);
        Assert.Contains((string)answer["traceId"]!, Assert.Single(lines.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_timed_by_the_clock_that_is_given()
    {
        await AnswerAsync(context =>
        {
            time.Advance(TimeSpan.FromSeconds(7));
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text, TestContext.Current.CancellationToken);
        Assert.Contains("rcoder_http_request_duration_seconds_sum{method=\"GET\",route=\"none\",status=\"404\"} 7\n", System.Text.Encoding.UTF8.GetString(text.ToArray()), StringComparison.Ordinal);
    }

    private async Task<JsonNode> AnswerAsync(RequestDelegate next)
    {
        var context = new DefaultHttpContext { Request = { Method = "GET" }, Response = { Body = new MemoryStream() } };
        await new ErrorMiddleware(new HttpDurations(registry), time, lines).InvokeAsync(context, next);
        context.Response.Body.Position = 0;
        return JsonNode.Parse(context.Response.Body)!;
    }

    private sealed class Lines : ILogger<ErrorMiddleware>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));
    }
}
