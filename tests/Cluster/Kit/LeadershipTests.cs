using System.Diagnostics;
using k8s;
using RCoder.Cluster.Clusters;
using RCoder.Kubernetes.Leading;

namespace RCoder.Cluster.Kit;

public sealed class LeadershipTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private readonly Terms terms = new();
    private readonly string lease = $"lease-{Guid.NewGuid():N}"[..14];

    [Fact]
    public async Task Who_is_asked_to_end_hands_over_at_once()
    {
        await using var a = await Leads("a");
        await using var b = Stand("b");
        await a.StopAsync();
        var took = await Waiting.Until("b leads", () => terms.Leader == "b");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        terms.AssertNeverTwo();
    }

    [Fact]
    public async Task After_a_crash_the_other_leads_when_the_lease_has_run_out()
    {
        await using var a = await Leads("a");
        await using var b = Stand("b");
        await Waiting.Until("b knows who leads", () => b.Log.Has("a leads; we wait"));
        await a.CrashAsync();
        var took = await Waiting.Until("b leads", () => terms.Leader == "b");
        // At the latest after the lease's 3 s and one look; at the earliest when b saw a's last renewal almost that long ago.
        Assert.InRange(took, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6));
        terms.AssertNeverTwo();
    }

    [Fact]
    public async Task A_leader_whose_connection_is_frozen_stops_before_another_leads_and_comes_back_as_a_follower()
    {
        await using var a = await Leads("a");
        await using var b = Stand("b");
        await Waiting.Until("b knows who leads", () => b.Log.Has("a leads; we wait"));
        a.Proxy.FreezeAll();
        var frozen = Stopwatch.GetTimestamp();
        await Waiting.Until("b leads", () => terms.Leader == "b");
        terms.AssertNeverTwo();
        var first = terms.All[0];
        Assert.InRange(Stopwatch.GetElapsedTime(frozen, first.Ended), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.True(a.Log.Has("a leads no more"));
        // What a had sent arrives now, too late: it must not have the lease by that.
        a.Proxy.Thaw();
        await Waiting.Until("a follows", () => a.Log.Has("b leads; we wait"));
        Assert.Equal("b", terms.Leader);
        Assert.Equal(2, terms.All.Count);
    }

    [Fact]
    public async Task A_short_cut_costs_no_leadership()
    {
        await using var a = await Leads("a");
        a.Proxy.Cut();
        await Waiting.Until("a notices", () => a.Log.Has("(Unavailable)"));
        a.Proxy.Mend();
        var lines = a.Log.Lines.Count;
        await Waiting.Until("more than the lease has passed", () => Stopwatch.GetElapsedTime(terms.All[0].Began) > TimeSpan.FromSeconds(4));
        Assert.Equal("a", terms.Leader);
        Assert.Single(terms.All);
        Assert.InRange(a.Log.Lines.Count - lines, 0, 1);
    }

    [Fact]
    public async Task Who_starts_at_the_same_time_does_not_lead_at_the_same_time()
    {
        Candidate[] candidates = [.. Enumerable.Range(0, 6).Select(i => Stand($"c{i}"))];
        try
        {
            await Waiting.Until("one leads", () => terms.Leader is not null);
            await Waiting.Until("the others know", () => candidates.Count(c => c.Log.Has("leads; we wait")) == 5);
            Assert.Single(terms.All);
        }
        finally
        {
            await Task.WhenAll(candidates.Select(c => c.DisposeAsync().AsTask()));
        }
        terms.AssertNeverTwo();
    }

    /// <summary>Seeded, so that one that fails can be told again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task However_connections_are_cut_frozen_and_mended_there_are_never_two(int seed)
    {
        var random = new Random(seed);
        Candidate[] candidates = [.. Enumerable.Range(0, 3).Select(i => Stand($"c{i}"))];
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
            for (var i = 0; i < 25; i++)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                var proxy = candidates[random.Next(3)].Proxy;
                Action[] harm = [proxy.Cut, proxy.FreezeAll, proxy.Freeze, proxy.Thaw, proxy.Mend, proxy.Mend];
                harm[random.Next(harm.Length)]();
            }
            foreach (var candidate in candidates)
            {
                candidate.Proxy.Mend();
                candidate.Proxy.Thaw();
            }
            await Waiting.Until("one leads", () => terms.Leader is not null);
            terms.AssertNeverTwo();
            TestContext.Current.TestOutputHelper!.WriteLine($"{terms.All.Count} terms");
        }
        finally
        {
            await Task.WhenAll(candidates.Select(c => c.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task Work_that_ends_by_itself_gives_the_lease_back_and_work_that_fails_is_heard()
    {
        var options = new LeadershipOptions { Namespace = cluster.Namespace, Lease = lease };
        var leadership = new Leadership(cluster.Client, options, TimeProvider.System, new TestLog());
        await leadership.RunAsync(_ => Task.CompletedTask, TestContext.Current.CancellationToken);
        Assert.Equal("", await HolderAsync());
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => leadership.RunAsync(_ => throw new InvalidOperationException("the work"), TestContext.Current.CancellationToken));
        Assert.Equal("the work", e.Message);
        Assert.Equal("", await HolderAsync());
    }

    private async Task<string> HolderAsync() =>
        (await cluster.Client.CoordinationV1.ReadNamespacedLeaseAsync(lease, cluster.Namespace, cancellationToken: TestContext.Current.CancellationToken)).Spec.HolderIdentity ?? "";

    private Candidate Stand(string who) => new(cluster, terms, who, lease);

    private async Task<Candidate> Leads(string who)
    {
        var candidate = Stand(who);
        await Waiting.Until($"{who} leads", () => terms.Leader == who);
        return candidate;
    }
}
