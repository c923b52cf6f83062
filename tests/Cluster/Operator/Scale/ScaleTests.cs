using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using k8s;
using RCoder.Cluster.Clusters;
using RCoder.Cluster.Dispatch;
using RCoder.Kubernetes.Executions;

namespace RCoder.Cluster.Operator.Scale;

[Collection(nameof(Alone))]
public sealed class ScaleTests(TestCluster cluster, ITestOutputHelper output) : IClassFixture<TestCluster>
{
    private const int Runtimes = 50;
    private const int PodsEach = 20;
    private const long MostBytes = 150_000_000;
    private const double MostOfACore = 0.1;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);

    private readonly string prefix = $"scale-{Guid.NewGuid():N}-"[..15];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string? Broker => Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS");

    [Fact]
    public async Task Fifty_runtimes_and_a_thousand_pods_cost_an_operator_next_to_nothing_while_nothing_changes()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Broker), "KAFKA_BOOTSTRAP_SERVERS is not set: an operator needs a Kafka");
        Assert.SkipWhen(RoleProcess.Program is null, "artifacts/rcoder is not there (run make build): no operator can be started");
        await using var alone = await MachineLock.HoldAsync("operator.lock");
        await Definition.InstallAsync(cluster.Client, Ct);
        await using var nodes = await PretendNodes.StartAsync(cluster, count: 4, podsEach: 300);
        await using var topics = new Topics(prefix);
        var executions = new ExecutionsOptions { Namespace = cluster.Namespace };
        await using var runtimes = new ManyRuntimes(cluster, executions);
        await runtimes.CreateAsync(Runtimes, PodsEach, nodes.RuntimeClass, Ct);

        var clock = Stopwatch.StartNew();
        await using var @operator = await RoleProcess.StartAsync("operator", new Dictionary<string, string?>
        {
            ["RCODER_Kafka__Prefix"] = prefix,
            ["RCODER_Kafka__JobPartitions"] = "1",
            ["RCODER_Leadership__Namespace"] = cluster.Namespace,
            ["RCODER_Executions__Namespace"] = executions.Namespace,
            ["RCODER_Operator__Selector"] = runtimes.Selector,
            ["RCODER_Operator__PoolToken"] = "nobody asks for it",
            ["RCODER_Operator__MaxStarting"] = "100",
        }, Ct);
        await AllReadyAsync(runtimes, @operator);
        output.WriteLine($"{Runtimes * PodsEach} pods ready after {clock.Elapsed.TotalSeconds:0} s, with {Usage.Of(@operator.Id).Cpu.TotalSeconds:0.0} s of CPU");

        await QuietAsync(@operator);
        var writes = await WritesAsync(@operator);
        var before = Usage.Of(@operator.Id);
        clock.Restart();
        await Task.Delay(Watched, Ct);
        var (after, took) = (Usage.Of(@operator.Id), clock.Elapsed);
        var cores = (after.Cpu - before.Cpu) / took;
        output.WriteLine($"over {took.TotalSeconds:0} s without a change: {cores:0.000} of a core, {after.ResidentBytes / 1e6:0} MB resident; at the most {after.MostBytes / 1e6:0} MB");
        Assert.Equal(writes, await WritesAsync(@operator));
        Assert.InRange(after.ResidentBytes, 0, MostBytes);
        Assert.InRange(cores, 0, MostOfACore);
    }

    private static async Task AllReadyAsync(ManyRuntimes runtimes, RoleProcess @operator)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var all = await runtimes.ListAsync(Ct);
            var ready = all.Count(runtime => runtime.Status?.Pool.Ready == PodsEach && runtime.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }));
            if (ready == Runtimes)
                return;
            if (clock.Elapsed > TimeSpan.FromMinutes(10))
                Assert.Fail($"{ready} of {Runtimes} runtimes are ready: {@operator.Said}");
            await timer.WaitForNextTickAsync(Ct);
        }
    }

    /// <summary>What pods' coming up has left to do is done: nothing was written for five seconds.</summary>
    private static async Task QuietAsync(RoleProcess @operator)
    {
        var (writes, quiet) = (-1.0, 0);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var i = 0; quiet < 5; i++)
        {
            Assert.True(i < 120, "the operator goes on writing, though nothing changes");
            var now = await WritesAsync(@operator);
            (writes, quiet) = (now, now == writes ? quiet + 1 : 0);
            await timer.WaitForNextTickAsync(Ct);
        }
    }

    private static async Task<double> WritesAsync(RoleProcess @operator) =>
        (await @operator.Http.GetStringAsync("/metrics", Ct)).Split('\n')
        .Where(line => line.StartsWith("rcoder_operator_status_writes_total{", StringComparison.Ordinal) || line.StartsWith("rcoder_operator_pods_made_total{", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What the operator made in Kafka goes with the test.</summary>
    private sealed class Topics(string prefix) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Broker }).SetLogHandler((_, _) => { }).Build();
            var mine = admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Select(topic => topic.Topic).Where(topic => topic.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            if (mine.Count > 0)
                await admin.DeleteTopicsAsync(mine, new DeleteTopicsOptions { RequestTimeout = TimeSpan.FromSeconds(30) });
        }
    }
}
