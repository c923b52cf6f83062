using System.Diagnostics;
using k8s;
using RCoder.Contracts.Runtimes;

namespace RCoder.Cluster.Operator;

/// <summary>A runtime that can't work says so, within seconds, in words that tell what to do; and works when that is done.</summary>
[Collection(nameof(Operating))]
public sealed class TroubleTests(TroubleTests.Fixture on, ITestOutputHelper output) : IClassFixture<TroubleTests.Fixture>
{
    /// <summary>One operator for all of them.</summary>
    public sealed class Fixture : OperatorCluster
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            if (Missing is null)
                await StartOperatorAsync();
        }
    }

    // Generous for a machine that does much else; the times are printed.
    private const double Seconds = 45;

    [Fact]
    public Task An_image_that_is_not_there() =>
        SaysAsync("no-image", spec => spec with { Image = "python:9.99" }, "ImageUnavailable", "python:9.99", "Check spec.image");

    [Fact]
    public Task A_command_that_is_not_there() =>
        SaysAsync("no-command", spec => spec with { Run = new() { Command = ["pythn3", "{source}"] } }, "CaseFailed", "case 'hello'", "pythn3");

    [Fact]
    public Task A_program_that_does_not_do_what_its_runtime_promises() =>
        SaysAsync("no-hello", spec => spec with { Conformance = [new() { Name = "hello", Source = "print(41)", Expect = new() { Stdout = "42\n" } }] },
            "CaseFailed", "case 'hello': expected stdout '42\\n', came Succeeded with exit code 0, stdout '41\\n'");

    [Fact]
    public Task A_RuntimeClass_that_nobody_knows() =>
        SaysAsync("no-class", spec => spec with { Isolation = new() { RuntimeClassName = "nobody-knows" } }, "RuntimeClassUnknown", "\"nobody-knows\" not found", "spec.isolation.runtimeClassName");

    [Fact]
    public Task More_memory_than_any_node_has() =>
        SaysAsync("no-node", spec => spec with { Limits = new() { Default = new() { MemoryBytes = 1L << 39 }, Max = new() { MemoryBytes = 1L << 39 } } }, "Unschedulable", "Insufficient memory", "spec.limits.default.memoryBytes");

    [Fact]
    public async Task A_quota_that_is_used_up_and_then_raised()
    {
        Skip();
        var quota = new k8s.Models.V1ResourceQuota { Metadata = new() { Name = "none" }, Spec = new() { Hard = new Dictionary<string, k8s.Models.ResourceQuantity> { ["pods"] = new("0") } } };
        await on.Client.CoreV1.CreateNamespacedResourceQuotaAsync(quota, on.Namespace, cancellationToken: TestContext.Current.CancellationToken);
        await QuotaCountsAsync();
        await SaysAsync("no-quota", spec => spec, "QuotaExceeded", "exceeded quota: none", "Raise the ResourceQuota");
        await on.Client.CoreV1.DeleteNamespacedResourceQuotaAsync("none", on.Namespace, cancellationToken: TestContext.Current.CancellationToken);
        var (_, after) = await on.Runtimes.ReadyAsync("no-quota");
        output.WriteLine($"ready {after.TotalSeconds:0.0} s after the quota was raised");
    }

    [Fact]
    public async Task A_name_that_another_language_has()
    {
        Skip();
        await on.Runtimes.ApplyAsync("first", OperatorCluster.Python("first") with { Aliases = ["wanted"] });
        await on.Runtimes.UntilAsync("first", runtime => LiveRuntimes.Condition(runtime, "Valid")?.Status == "True");
        // Of two made in one second, the name decides: "second" comes after "first".
        await SaysAsync("second", spec => spec with { Aliases = ["wanted"] }, "InvalidSpec", "'wanted' means first and second");
        await on.Runtimes.DeleteAsync("first");
        await on.Runtimes.ReadyAsync("second");
    }

    [Fact]
    public async Task The_secret_of_the_pool_is_missing_and_then_there()
    {
        Skip();
        var ct = TestContext.Current.CancellationToken;
        var secret = await on.Client.CoreV1.ReadNamespacedSecretAsync("rcoder-pool", on.Namespace, cancellationToken: ct);
        await on.Client.CoreV1.DeleteNamespacedSecretAsync("rcoder-pool", on.Namespace, cancellationToken: ct);
        try
        {
            await SaysAsync("no-secret", spec => spec, "ConfigurationMissing", "secret \"rcoder-pool\" not found");
        }
        finally
        {
            secret.Metadata = new() { Name = "rcoder-pool" };
            await on.Client.CoreV1.CreateNamespacedSecretAsync(secret, on.Namespace, cancellationToken: ct);
        }
        var (_, after) = await on.Runtimes.ReadyAsync("no-secret");
        output.WriteLine($"ready {after.TotalSeconds:0.0} s after the secret came");
    }

    private async Task SaysAsync(string name, Func<RuntimeSpec, RuntimeSpec> change, string reason, params string[] words)
    {
        Skip();
        await on.Runtimes.ApplyAsync(name, change(OperatorCluster.Python(name)));
        var (runtime, after) = await on.Runtimes.NotReadyAsync(name, reason, Seconds);
        var message = LiveRuntimes.Condition(runtime, "Ready")!.Message;
        output.WriteLine($"{after.TotalSeconds:0.0} s: {message}");
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
        var record = await Topics.RecordAsync(on, name);
        Assert.NotEqual(true, record?.Ready);
        Assert.All((await on.JobsAsync(name)).Items.GroupBy(job => job.Metadata.Labels.ContainsKey("rcoder.dev/pool")), jobs => Assert.InRange(jobs.Count(), 0, 2));
    }

    /// <summary>A quota counts once its controller has seen it.</summary>
    private async Task QuotaCountsAsync()
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await on.Client.CoreV1.ReadNamespacedResourceQuotaAsync("none", on.Namespace, cancellationToken: TestContext.Current.CancellationToken)).Status?.Hard is null)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "the quota does not count");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static void Skip() => Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
}
