using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Kafka;

namespace RCoder.Integration.Api;

/// <summary>Kafka goes, or was never there: told within a second, nothing is lost that was accepted, and all goes on when it comes.</summary>
public sealed class OutageTests(ApiOnEmbeddedBroker fixture) : ApiTests(fixture), IClassFixture<ApiOnEmbeddedBroker>
{
    [Fact]
    public async Task A_broker_that_was_never_there_is_told_within_a_second_on_every_path()
    {
        await using var api = await ApiHost.StartAsync(new() { ["Kafka:BootstrapServers"] = $"127.0.0.1:{ApiHost.FreePort()}" }, ready: false);
        var id = ExecutionId.New(DateTimeOffset.UtcNow.AddMinutes(-1));
        // What the first request of a process compiles is not what is measured.
        await SendAsync(api.Client, HttpMethod.Get, "/v1/executions/1");
        await Refused(() => PostAsync(api.Client, Program("exit 0")));
        await Refused(() => PostAsync(api.Client, Program("exit 0"), ("Prefer", "wait=30"), ("Idempotency-Key", "k")));
        await Refused(() => SendAsync(api.Client, HttpMethod.Post, "/execute", Json("""{"language": "py", "code": "exit 0"}""")));
        await Refused(() => SendAsync(api.Client, HttpMethod.Get, $"/v1/executions/{id}"));
        await Refused(() => SendAsync(api.Client, HttpMethod.Get, $"/v1/executions/{id}/events"));
        await Refused(() => SendAsync(api.Client, HttpMethod.Delete, $"/v1/executions/{id}"));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Refused(() => PostAsync(api.Client, Program("exit 0")))));
        var ready = await Refused(() => SendAsync(api.Client, HttpMethod.Get, "/readyz"));
        Assert.NotNull(ready.Body["errors"]!["kafka"]);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, "/livez")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, "/v1/runtimes")).Status);
    }

    [Fact]
    public async Task A_broker_that_goes_and_comes_back_costs_nothing_that_was_accepted()
    {
        var before = await StartAsync("out before\ngate outage");
        Broker("rd_kafka_mock_broker_set_down");
        var lost = $"out {Guid.NewGuid()}";
        try
        {
            await Refused(() => PostAsync(Program(lost)));
            await Refused(() => PostAsync(Program(lost), ("Prefer", "wait=30")));
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Refused(() => PostAsync(Program(lost)))));
            Assert.Equal(HttpStatusCode.OK, (await GetAsync($"/v1/executions/{before}")).Status);
        }
        finally
        {
            Broker("rd_kafka_mock_broker_set_up");
        }
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var after = await PostAsync(Program("out after"), ("Prefer", "wait=30"));
        while (after.Status == HttpStatusCode.ServiceUnavailable)
        {
            await again.WaitForNextTickAsync(Ct);
            after = await PostAsync(Program("out after"), ("Prefer", "wait=30"));
        }
        Assert.Equal("after\n", after.Text("stdout"));
        Dispatcher.Open("outage");
        Assert.Equal("before\n", (await ResultAsync(Api.Client, before)).Text("stdout"));
        Assert.DoesNotContain(Dispatcher.Jobs, job => job.Files[0].Content == lost);
    }

    [Fact]
    public async Task A_broker_that_comes_later_is_taken_up()
    {
        var kafka = Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS");
        Assert.SkipWhen(string.IsNullOrEmpty(kafka), "KAFKA_BOOTSTRAP_SERVERS is not set: the embedded broker cannot come later");
        var port = ApiHost.FreePort();
        await using var api = await ApiHost.StartAsync(new()
        {
            ["Kafka:BootstrapServers"] = $"127.0.0.1:{port}",
            ["Kafka:Prefix"] = $"test-{Guid.NewGuid():N}-"[..14],
        }, ready: false);
        await Refused(() => PostAsync(api.Client, Program("exit 0")));
        using var door = new Door(port, kafka!.Split(',')[0]);
        await api.ReadyAsync();
        // The job topic is the host's to make.
        await api.Get<KafkaConnection>().EnsureTopicAsync(RCoder.Contracts.Topics.TopicNames.Jobs("python"), Ct);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(api.Client, Program("exit 0"))).Status);
    }

    private static async Task<Answer> Refused(Func<Task<Answer>> send)
    {
        var since = Stopwatch.GetTimestamp();
        var answer = await send();
        var took = Stopwatch.GetElapsedTime(since);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("1", answer.Header("Retry-After"));
        Assert.Equal("application/problem+json; charset=utf-8", answer.ContentType);
        Assert.DoesNotContain("127.0.0.1", answer.Body["errors"] is null ? answer.Raw : "", StringComparison.Ordinal);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        return answer;
    }

    /// <summary>librdkafka's in-process broker can be cut off (rdkafka_mock.h), and keeps what it has.</summary>
    private void Broker(string function)
    {
        var connection = Api.Get<KafkaConnection>();
        var cluster = typeof(KafkaConnection).GetField("cluster", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(connection)!;
        var pointer = (IntPtr)cluster.GetType().GetField("cluster", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(cluster)!;
        var library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "centos8-librdkafka.so"));
        Assert.Equal(0, Marshal.GetDelegateForFunctionPointer<SetBroker>(NativeLibrary.GetExport(library, function))(pointer, 1));
    }

    private delegate int SetBroker(IntPtr cluster, int broker);

    /// <summary>A port that leads to a broker, from now on.</summary>
    private sealed class Door : IDisposable
    {
        private readonly TcpListener listener;
        private readonly string to;

        public Door(int port, string to)
        {
            this.to = to;
            listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            _ = AcceptAsync();
        }

        public void Dispose() => listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                    _ = PassAsync(await listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // It is closed.
            }
        }

        private async Task PassAsync(TcpClient here)
        {
            using var there = new TcpClient();
            using (here)
            {
                var colon = to.LastIndexOf(':');
                await there.ConnectAsync(to[..colon], int.Parse(to.AsSpan(colon + 1), CultureInfo.InvariantCulture));
                await Task.WhenAny(here.GetStream().CopyToAsync(there.GetStream()), there.GetStream().CopyToAsync(here.GetStream()));
            }
        }
    }
}
