using RCoder.Contracts.Executions;
using RCoder.Integration.WholePath;

namespace RCoder.Cluster.Dispatch;

/// <summary>Two dispatchers that share the partitions.</summary>
[Collection(nameof(Dispatching))]
public sealed class ReplicaTests(ReplicaTests.Fixture on, ITestOutputHelper output) : IClassFixture<ReplicaTests.Fixture>
{
    public sealed class Fixture : DispatchCluster
    {
        public RoleProcess First { get; private set; } = null!;
        public RoleProcess Second { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            if (Missing is not null)
                return;
            First = await DispatcherAsync();
            Second = await DispatcherAsync();
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_dispatchers_that_want_the_same_pods_share_them_and_one_that_is_killed_is_replaced_without_a_word_lost()
    {
        Assert.SkipWhen(DispatchCluster.Missing is not null, DispatchCluster.Missing ?? "");
        await on.WarmAsync(8);
        await on.First.FreeAsync(8);
        await on.Second.FreeAsync(8);

        // Longer than the group needs to find that a member is dead.
        const string source = "import time\nfor i in range(55):\n    print(i)\n    time.sleep(1)\n";
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => on.Api.AcceptAsync(new { language = "python", source, limits = new { wallMs = 60_000 } }, Ct)));
        var assigned = await Task.WhenAll(runs.Select(AssignedAsync));
        Assert.All(assigned, a => Assert.True(a.Warm));
        Assert.Equal(8, assigned.Select(a => a.Pod).Distinct().Count());

        await on.First.KillAsync();
        foreach (var run in runs)
            await on.Api.EventsAsync(run, null, Ct);
        var results = await Task.WhenAll(runs.Select(run => on.Api.GetAsync(run, Ct)));
        output.WriteLine(string.Join('\n', results.Select(r => $"{r.Outcome} attempt {r.Attempt} {r.Message}")));
        Assert.All(results, result =>
        {
            Assert.Equal((Outcome.Succeeded, 1), (result.Outcome, result.Attempt));
            Assert.Equal(string.Concat(Enumerable.Range(0, 55).Select(i => $"{i}\n")), result.Stdout);
        });
    }

    private async Task<(string Pod, bool Warm)> AssignedAsync(ExecutionId id)
    {
        (string, bool) assigned = default;
        await foreach (var e in on.Api.FollowAsync(id, null, Ct))
        {
            if (e.Type == "assigned")
                assigned = (e.Data.GetProperty("pod").GetString()!, e.Data.GetProperty("warm").GetBoolean());
            else if (e.Type == "output")
                break;
        }
        return assigned;
    }
}
