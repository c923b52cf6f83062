using System.Net;
using RCoder.Runtimes.Runners;

namespace RCoder.Unit.Runtimes;

public sealed class RunnerClientTests
{
    [Theory]
    [InlineData("garbage")]
    [InlineData("null")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"type\":\"unheard-of\"}")]
    public async Task A_runner_that_says_what_is_no_event_is_lost(string line)
    {
        using var client = new RunnerClient(new HttpClient(new Says(line)) { BaseAddress = new Uri("http://runner") });
        await Assert.ThrowsAsync<RunnerLostException>(async () =>
        {
            await foreach (var _ in client.EventsAsync(0, TestContext.Current.CancellationToken)) { }
        });
    }

    private sealed class Says(string line) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(line + "\n") });
    }
}
