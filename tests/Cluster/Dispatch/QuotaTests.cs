using k8s;
using k8s.Models;
using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;

namespace RCoder.Cluster.Dispatch;

/// <summary>A namespace with room for one pod.</summary>
[Collection(nameof(Dispatching))]
public sealed class QuotaTests(QuotaTests.Fixture on) : IClassFixture<QuotaTests.Fixture>
{
    public sealed class Fixture : DispatchCluster
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            if (Missing is not null)
                return;
            var quota = new V1ResourceQuota { Metadata = new() { Name = "one" }, Spec = new() { Hard = new Dictionary<string, ResourceQuantity> { ["pods"] = new("1") } } };
            await Client.CoreV1.CreateNamespacedResourceQuotaAsync(quota, Namespace, cancellationToken: TestContext.Current.CancellationToken);
            await DispatcherAsync();
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_beyond_the_quota_wait_say_why_and_run_and_can_be_cancelled_meanwhile()
    {
        Assert.SkipWhen(DispatchCluster.Missing is not null, DispatchCluster.Missing ?? "");
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(i =>
            on.Api.AcceptAsync(new { language = "python", source = $"import time; time.sleep(2); print({i})" }, Ct)));
        var waits = new List<ExecutionId>();
        foreach (var run in runs)
        {
            await foreach (var e in on.Api.FollowAsync(run, null, Ct))
            {
                if (e.Type == "queued" && e.Data.TryGetProperty("reason", out var reason) && reason.GetString()!.Contains("room", StringComparison.Ordinal))
                    waits.Add(run);
                if (e.Type is "queued" or "running" or "finished")
                    break;
            }
        }
        Assert.InRange(waits.Count, 1, 2);
        using var cancelled = await on.Api.DeleteAsync($"/v1/executions/{waits[^1]}", Ct);

        foreach (var run in runs)
            await on.Api.EventsAsync(run, null, Ct);
        var results = await Task.WhenAll(runs.Select(run => on.Api.GetAsync(run, Ct)));
        Assert.All(results, result => Assert.Equal((result.Id == waits[^1] ? Outcome.Cancelled : Outcome.Succeeded, 1), (result.Outcome, result.Attempt)));
        await on.NoJobAsync(waits[^1]);
    }
}
