using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Queues;
using RCoder.Operator.Cluster;

namespace RCoder.Operator.Conformance;

/// <summary>Proves runtimes, a few pods at a time over all of them.</summary>
internal sealed partial class Prover(CaseRunner cases, ClusterState cluster, IOptions<OperatorOptions> options, TimeProvider time, ILogger<Prover> log) : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly Backoff Retry = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));

    private readonly ConcurrentDictionary<string, Attempt> attempts = new();
    private readonly ConcurrentDictionary<Task, bool> running = new();
    private readonly SemaphoreSlim pods = new(options.Value.ConformancePods);

    /// <summary>A runtime's proof has changed.</summary>
    public event Action<string>? Changed;

    public Proof? Find(string runtime) => attempts.GetValueOrDefault(runtime)?.Proof;

    /// <summary>Begins the proof of this hash, if it is not under way or decided.</summary>
    public void Begin(string runtime, RuntimeSpec spec, string hash, CancellationToken ct)
    {
        var before = Find(runtime) is { } last && last.Hash == hash ? last : null;
        if (before is not null && !(before.Again <= time.GetUtcNow()))
            return;
        End(runtime);
        // While it is tried again, what was wrong stays told.
        var attempt = new Attempt((before ?? new Proof(hash)) with { Again = null }, CancellationTokenSource.CreateLinkedTokenSource(ct));
        attempts[runtime] = attempt;
        var task = Task.Run(() => ProveAsync(runtime, spec, attempt), CancellationToken.None);
        running[task] = true;
        _ = task.ContinueWith(done => running.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Breaks off what goes on, and forgets what was found.</summary>
    public void End(string runtime)
    {
        if (attempts.TryRemove(runtime, out var attempt))
            attempt.Stop.Cancel();
    }

    /// <summary>Waits until no case runs; their Jobs are deleted then.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var runtime in attempts.Keys)
            End(runtime);
        await Task.WhenAll(running.Keys);
        pods.Dispose();
    }

    private async Task ProveAsync(string runtime, RuntimeSpec spec, Attempt attempt)
    {
        try
        {
            await DeleteLeftoversAsync(runtime);
            attempt.Proof = await ProveAsync(runtime, spec, attempt.Proof, attempt.Stop);
            if (attempt.Proof.Passed)
                Passed(runtime, attempt.Proof.Latency?.P50Ms);
        }
        catch (OperationCanceledException) when (attempt.Stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            BrokeOff(e, runtime);
            attempt.Proof = Again(attempt.Proof, new("ProofFailed", e.Message, Definite: false));
        }
        Changed?.Invoke(runtime);
    }

    private async Task<Proof> ProveAsync(string runtime, RuntimeSpec spec, Proof proof, CancellationTokenSource stop)
    {
        var smallest = OwnCases.Smallest(runtime, spec);
        var measured = Enumerable.Repeat(smallest, smallest is null ? 0 : options.Value.LatencyRuns).Select(test => test!);
        var all = (List<ProofCase>)[.. measured, .. PlatformCases.Of(spec), .. OwnCases.Of(runtime, spec).Where(test => test.Name != smallest?.Name)];
        var took = new ConcurrentBag<TimeSpan>();
        // The first that fails tells enough.
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var patience = time.GetUtcNow().AddSeconds(options.Value.RefillHoldSeconds);
        ProofProblem? problem = null;
        await Task.WhenAll(all.Select(async test =>
        {
            try
            {
                await pods.WaitAsync(rest.Token);
                try
                {
                    await PoolsFirstAsync(patience, rest.Token);
                    var run = await cases.RunAsync(runtime, spec, test, rest.Token);
                    if (test == smallest)
                        took.Add(run.Took);
                    if (test.Problem(run) is { } wrong)
                        Stop(new ProofProblem("CaseFailed", $"case '{test.Name}': {wrong}", Definite: true));
                }
                finally
                {
                    pods.Release();
                }
            }
            catch (CaseNotRunException e)
            {
                Stop(new ProofProblem("CaseNotRun", $"case '{test.Name}' could not be run: {e.Message}", Definite: false));
            }
            catch (OperationCanceledException) when (rest.IsCancellationRequested)
            {
            }
        }));
        stop.Token.ThrowIfCancellationRequested();
        if (problem is null)
            return proof with { Passed = true, Problem = null, Latency = Percentiles.Of(took) };
        Failed(runtime, problem.Message);
        return Again(proof, problem);

        void Stop(ProofProblem found)
        {
            if (Interlocked.CompareExchange(ref problem, found, null) is null)
                rest.Cancel();
        }
    }

    /// <summary>A cluster that was slow (to enforce a NetworkPolicy, say) soon gets another chance; a runtime that is wrong costs little.</summary>
    private Proof Again(Proof proof, ProofProblem problem) =>
        proof with { Problem = problem, Failures = proof.Failures + 1, Again = time.GetUtcNow() + Retry.Longest(proof.Failures) };

    /// <summary>Runs and pools come first, but not for ever.</summary>
    private async Task PoolsFirstAsync(DateTimeOffset until, CancellationToken ct)
    {
        while (cluster.ColdStarts() + cluster.PoolStarts() > 0 && time.GetUtcNow() < until)
            await Task.Delay(Poll, time, ct);
    }

    /// <summary>Of an operator that is no more, or of a proof that was broken off.</summary>
    private async Task DeleteLeftoversAsync(string runtime)
    {
        foreach (var job in cluster.JobsOf(runtime).Where(job => job.Label(Names.ConformanceLabel) is not null && job.Metadata.DeletionTimestamp is null))
            await cases.DeleteAsync(job.Name);
    }

    private sealed class Attempt(Proof proof, CancellationTokenSource stop)
    {
        public volatile Proof Proof = proof;
        public CancellationTokenSource Stop { get; } = stop;
    }

    [LoggerMessage(LogLevel.Information, "{Runtime} is conformant; its smallest program takes {Ms} ms")]
    private partial void Passed(string runtime, double? ms);

    [LoggerMessage(LogLevel.Warning, "{Runtime} is not conformant: {Problem}")]
    private partial void Failed(string runtime, string problem);

    [LoggerMessage(LogLevel.Error, "The proof of {Runtime} broke off")]
    private partial void BrokeOff(Exception e, string runtime);
}
