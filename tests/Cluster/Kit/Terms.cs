using System.Diagnostics;
using k8s;
using RCoder.Cluster.Clusters;
using RCoder.Kubernetes.Leading;

namespace RCoder.Cluster.Kit;

/// <summary>When one candidate began to lead, and when it was told to stop.</summary>
internal sealed record Term(string Who, long Began)
{
    public long Ended { get; set; } = long.MaxValue;
}

/// <summary>Who led when, by one clock.</summary>
internal sealed class Terms
{
    private readonly List<Term> all = [];

    public IReadOnlyList<Term> All
    {
        get
        {
            lock (all)
                return [.. all];
        }
    }

    public string? Leader => All.LastOrDefault(term => term.Ended == long.MaxValue)?.Who;

    /// <summary>Its work is to lead until it is told to stop.</summary>
    public async Task ServeAsync(string who, CancellationToken ct)
    {
        var term = new Term(who, Stopwatch.GetTimestamp());
        lock (all)
            all.Add(term);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = ct.Register(() =>
        {
            term.Ended = Stopwatch.GetTimestamp();
            stopped.SetResult();
        });
        await stopped.Task;
    }

    public void AssertNeverTwo()
    {
        foreach (var (earlier, later) in All.Zip(All.Skip(1)))
            Assert.True(earlier.Ended <= later.Began, $"{later.Who} led {Stopwatch.GetElapsedTime(later.Began, Math.Min(earlier.Ended, Stopwatch.GetTimestamp())).TotalMilliseconds:0} ms beside {earlier.Who}");
    }
}

/// <summary>One that would lead, through a connection of its own.</summary>
internal sealed class Candidate : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly IKubernetes client;
    private readonly Task run;

    public Candidate(TestCluster cluster, Terms terms, string who, string lease)
    {
        client = Proxy.Connect();
        var options = new LeadershipOptions
        {
            Namespace = cluster.Namespace,
            Lease = lease,
            Identity = who,
            Duration = TimeSpan.FromSeconds(3),
            StopAfter = TimeSpan.FromSeconds(2),
            Interval = TimeSpan.FromSeconds(0.4),
        };
        run = new Leadership(client, options, TimeProvider.System, Log).RunAsync(ct => terms.ServeAsync(who, ct), stop.Token);
    }

    public ApiProxy Proxy { get; } = new();
    public TestLog Log { get; } = new();

    /// <summary>As a process that is asked to end does.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
    }

    /// <summary>As far as others can tell, the process is gone at once: it says nothing more.</summary>
    public Task CrashAsync()
    {
        Proxy.Cut();
        return StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        client.Dispose();
        Proxy.Dispose();
    }
}
