using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Watching;
using RCoder.Operator.Cluster;
using RCoder.Operator.Pools;
using RCoder.Runtimes.Runners;

namespace RCoder.Operator.Conformance;

/// <summary>Runs one case in a pod of its own.</summary>
internal sealed partial class CaseRunner(
    IKubernetes client, ClusterState cluster, RunnerConnections runners, IOptions<ExecutionsOptions> executions, TimeProvider time, ILogger<CaseRunner> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What a runner gets beyond the limits of the program, on a node that has much to do.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly ExecutionJob template = new(executions.Value);

    /// <exception cref="CaseNotRunException">The platform did not let it run.</exception>
    public async Task<CaseRun> RunAsync(string runtime, RuntimeSpec spec, ProofCase test, CancellationToken ct)
    {
        var job = template.Conformance($"proof-{RandomNumberGenerator.GetHexString(12, lowercase: true)}", runtime, spec, LabelOf(test.Name));
        try
        {
            await client.BatchV1.CreateNamespacedJobAsync(job, executions.Value.Namespace, cancellationToken: ct);
            var address = await RunningAsync(job.Metadata.Name, ct);
            using var runner = runners.To(address);
            return await RunInTimeAsync(runner, test, ct);
        }
        catch (HttpOperationException e)
        {
            throw new CaseNotRunException(ApiFailures.Classify(e).Message, e);
        }
        catch (Exception e) when (e is RunnerLostException or RunnerRefusedException or HttpRequestException)
        {
            throw new CaseNotRunException(e.Message, e);
        }
        finally
        {
            await DeleteAsync(job.Metadata.Name);
        }
    }

    /// <summary>Deletes a Job of a case, and its pod.</summary>
    public async Task DeleteAsync(string job)
    {
        try
        {
            await client.BatchV1.DeleteNamespacedJobAsync(job, executions.Value.Namespace, new V1DeleteOptions { PropagationPolicy = "Background" });
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or OperationCanceledException)
        {
            // Its own time to live ends it, or the next operator does.
            if (ApiFailures.Classify(e) is var (kind, words) && kind != ApiFailure.NotFound)
                NotDeleted(job, words);
        }
    }

    private async Task<string> RunningAsync(string job, CancellationToken ct)
    {
        var running = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(PodView? pod)
        {
            if (pod?.Job != job)
                return;
            if (pod.RunningSince is not null)
                running.TrySetResult(pod.Status!.PodIP!);
            else if (PodTrouble.Of(pod) is { } trouble)
                running.TrySetException(new CaseNotRunException(trouble.Message));
        }
        void Changed(Change<PodView> change) => Look(change.Now);

        cluster.PodChanged += Changed;
        try
        {
            Look(cluster.PodOf(job));
            return await running.Task.WaitAsync(TimeSpan.FromSeconds(executions.Value.StartSeconds), time, ct);
        }
        catch (TimeoutException)
        {
            throw new CaseNotRunException($"its pod did not start within {executions.Value.StartSeconds} s");
        }
        finally
        {
            cluster.PodChanged -= Changed;
        }
    }

    private async Task<CaseRun> RunInTimeAsync(RunnerClient runner, ProofCase test, CancellationToken ct)
    {
        var plan = test.Plan(ExecutionId.New(time.GetUtcNow()), RandomNumberGenerator.GetHexString(32));
        var within = Grace + TimeSpan.FromMilliseconds(plan.Run.Limits.WallMs + (plan.Compile?.Limits.WallMs ?? 0));
        using var limit = new CancellationTokenSource(within, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await RunAsync(runner, plan, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new CaseNotRunException(string.Create(CultureInfo.InvariantCulture, $"its runner did not tell how it ended within {within.TotalSeconds:0} s"));
        }
    }

    private async Task<CaseRun> RunAsync(RunnerClient runner, Plan plan, CancellationToken ct)
    {
        var (stdout, stderr) = (new StringBuilder(), new StringBuilder());
        // The runner listens 2 ms after its container runs.
        var until = time.GetUtcNow() + Patience;
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            var claim = await runner.ClaimAsync(plan, ct);
            if (claim != ClaimResult.Taken)
            {
                if (claim == ClaimResult.Busy)
                    throw new CaseNotRunException("its runner had another program");
                if (time.GetUtcNow() > until)
                    throw new CaseNotRunException("the operator could not claim its pod: its token must be that of the Secret in the namespace of executions, and the NetworkPolicy there must let it in");
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, ct);
                continue;
            }
            await foreach (var e in runner.EventsAsync(plan.FirstSeq, ct))
            {
                if (e is Output output)
                    (output.Stream == OutputStream.Stdout ? stdout : stderr).Append(output.Text ?? string.Create(CultureInfo.InvariantCulture, $"<{output.Base64?.Length} characters of Base64>"));
                if (e is not Finished finished)
                    continue;
                var took = Stopwatch.GetElapsedTime(began);
                await runner.DoneAsync(ct);
                return new CaseRun(finished, stdout.ToString(), stderr.ToString(), took);
            }
        }
    }

    // A label's value: at most 63 of a-z, A-Z, 0-9, '-', '_' and '.'.
    private static string LabelOf(string name) =>
        new string([.. name.Take(63).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');

    [LoggerMessage(LogLevel.Information, "Job {Job} of a conformance case could not be deleted: {Reason}")]
    private partial void NotDeleted(string job, string reason);
}
