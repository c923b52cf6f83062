using Microsoft.Extensions.Logging;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Queues;
using RCoder.Kubernetes.Resources;
using RCoder.Kubernetes.Watching;
using RCoder.Operator.Catalogue;
using RCoder.Operator.Cluster;
using RCoder.Operator.Conformance;
using RCoder.Operator.Pools;
using RCoder.Operator.Reconciling;

namespace RCoder.Operator;

/// <summary>What an operator does while it leads: each runtime is reconciled whenever something of it has changed.</summary>
internal sealed partial class OperatorTerm(
    ClusterState cluster, RuntimeReconciler reconciler, CatalogueKeeper catalogue, Prover prover, PoolKeeper pools,
    OperatorMetrics metrics, TimeProvider time, ILogger<OperatorTerm> log)
{
    private const int Workers = 4;

    /// <summary>What happens to several pods at about one time is looked at once.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(30);

    /// <summary>How long nothing must happen before memory is given back.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly WorkQueue<string> queue = new(time);
    private volatile bool isSynced;
    private volatile bool isBusy;

    public async Task RunAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        cluster.RuntimeChanged += OnRuntime;
        cluster.JobChanged += OnJob;
        cluster.PodChanged += OnPod;
        catalogue.Changed += queue.Add;
        prover.Changed += queue.Add;
        Task[] all = [cluster.RunAsync(stop.Token), WorkAsync(stop.Token), catalogue.RunAsync(stop.Token), RestAsync(stop.Token)];
        try
        {
            // None of them ends by itself: if one does, so do the others.
            await await Task.WhenAny(all);
        }
        finally
        {
            metrics.Leads(false);
            await stop.CancelAsync();
            await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        await cluster.Synced.WaitAsync(ct);
        isSynced = true;
        metrics.Leads(true);
        Synced(cluster.Runtimes.All.Count, cluster.Jobs.All.Count);
        // Those of which only Jobs are left, too. Of which only a record is left, the catalogue tells.
        foreach (var name in cluster.Runtimes.All.Select(runtime => runtime.Metadata.Name).Union(cluster.Jobs.All.Select(job => job.Label(Names.RuntimeLabel)).OfType<string>()))
            queue.Add(name);
        await queue.RunAsync(Workers, HandleAsync, ct);
    }

    /// <summary>A list of all pods, or a burst of changes, leaves a heap that is mostly empty: the runtime would keep it, as it knows of no rest.</summary>
    private async Task RestAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Rest, time);
        for (var wasBusy = true; await timer.WaitForNextTickAsync(ct); )
        {
            var isBusyNow = isBusy;
            isBusy = false;
            if (wasBusy && !isBusyNow)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            wasBusy = isBusyNow;
        }
    }

    private async Task HandleAsync(string name, CancellationToken ct)
    {
        isBusy = true;
        try
        {
            using var _ = metrics.Reconciling();
            if (cluster.Runtimes.Find(name) is not { } runtime)
                reconciler.Deleted(name);
            else if (await reconciler.ReconcileAsync(runtime, ct) is { } again)
                queue.AddAfter(name, again);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            metrics.Failed(name);
            var (kind, words) = Kubernetes.Connecting.ApiFailures.Classify(e);
            if (kind == Kubernetes.Connecting.ApiFailure.Other)
                Failed(e, name);
            else
                NotNow(name, words);
            throw;
        }
    }

    private void OnRuntime(Change<LanguageRuntime> change)
    {
        if (!isSynced)
            return;
        queue.Add((change.Now ?? change.Before)!.Metadata.Name);
        // The names that one has are no other's.
        if (change.Before?.Metadata.Generation != change.Now?.Metadata.Generation)
        {
            foreach (var other in cluster.Runtimes.All)
                queue.Add(other.Metadata.Name);
        }
    }

    private void OnJob(Change<JobView> change)
    {
        if (!isSynced || (change.Now ?? change.Before)?.Label(Names.RuntimeLabel) is not { } runtime)
            return;
        if (change.Now is null)
            pools.Of(runtime).Gone(change.Before!.Name);
        else if (RunBegan(change.Before, change.Now, pools.Of(runtime)))
            pools.Of(runtime).Demand.RunBegan();
        queue.AddAfter(runtime, Together);
    }

    private void OnPod(Change<PodView> change)
    {
        if (!isSynced || (change.Now ?? change.Before)?.Metadata.Labels?.TryGetValue(Names.RuntimeLabel, out var runtime) != true || runtime is null)
            return;
        if (change is { Before.RunningSince: null, Now: { RunningSince: not null, Metadata.CreationTimestamp: { } created } })
            pools.Of(runtime).Demand.Started(time.GetUtcNow() - created);
        queue.AddAfter(runtime, Together);
    }

    private static bool RunBegan(JobView? before, JobView now, RuntimePool pool)
    {
        if (ClusterState.Cold(now))
            return before is null;
        if (!ClusterState.Warm(now) || before?.Label(Names.ExecutionLabel) is not null)
            return false;
        // A short run may end before its label comes, or without it.
        return now.Label(Names.ExecutionLabel) is not null
            || (now.Condition("Complete") is not null && before?.Condition("Complete") is null && !pool.Retired.ContainsKey(now.Name));
    }

    [LoggerMessage(LogLevel.Information, "{Runtimes} runtimes and {Jobs} Jobs are there")]
    private partial void Synced(int runtimes, int jobs);

    [LoggerMessage(LogLevel.Error, "{Runtime} could not be reconciled, and is tried again")]
    private partial void Failed(Exception e, string runtime);

    [LoggerMessage(LogLevel.Warning, "{Runtime} could not be reconciled, and is tried again: {Reason}")]
    private partial void NotNow(string runtime, string reason);
}
