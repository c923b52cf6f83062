using k8s.Models;
using Microsoft.Extensions.Logging;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Queues;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>Makes the pod of one attempt, when none waits, and sees it start.</summary>
internal sealed partial class ColdPods(ExecutionJobs jobs, ExecutionPods pods, JobChores chores, TimeProvider time, ILogger<ColdPods> log)
{
    /// <summary>A Job's pod is there within milliseconds; later, something is in its way.</summary>
    private static readonly TimeSpan PodPatience = TimeSpan.FromSeconds(1);

    /// <summary>An API server that has just started refuses everybody until it has read who may what.</summary>
    private static readonly TimeSpan RulesPatience = TimeSpan.FromSeconds(10);
    private static readonly Backoff Retry = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(15);

    /// <summary>A pod whose runner answers.</summary>
    /// <exception cref="QuotaException">The namespace has no room for it; nothing of it is left.</exception>
    /// <exception cref="SandboxException">It can't be had, and why; nothing of it is left.</exception>
    public async Task<ExecutionPod> MakeAsync(RunnerRequest request, CancellationToken ct)
    {
        string? job = null;
        try
        {
            while (true)
            {
                job = await PatientlyAsync(() => jobs.CreateAsync(request, ct), request, ct);
                if (await StartedAsync(job, request, ct) is { } pod)
                    return pod;
            }
        }
        catch (Exception e) when (e is not QuotaException)
        {
            // When the execution is another dispatcher's now, so is the Job.
            if (job is not null && !(e is OperationCanceledException && request.Owned.IsCancellationRequested))
                chores.Delete(job);
            throw;
        }
        finally
        {
            if (job is not null)
                pods.Forget(job);
        }
    }

    /// <summary>Null: somebody deleted the Job, and it is to be made again.</summary>
    private async Task<ExecutionPod?> StartedAsync(string job, RunnerRequest request, CancellationToken ct)
    {
        while (true)
        {
            var change = pods.NextChange(job);
            var pod = pods.OfJob(job);
            switch (pod?.Reading)
            {
                case PodReading.Running:
                    return await AnsweringAsync(pod!, ct);
                case PodReading.Ended { Loss.Reason: var why }:
                    throw new SandboxException($"{why}, before it had its program", transient: true);
                case PodReading.Stuck { Reason: var why, Transient: var transient }:
                    throw new SandboxException(why, transient);
                case PodReading.Starting { Reason: { } why }:
                    await request.Waits(why);
                    break;
                case null:
                    await change.WaitAsync(PodPatience, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    ct.ThrowIfCancellationRequested();
                    if (!change.IsCompleted && !await PatientlyAsync(() => StillComesAsync(job, request, ct), request, ct))
                        return null;
                    continue;
            }
            await change.WaitAsync(ct);
        }
    }

    private static async Task<ExecutionPod> AnsweringAsync(ExecutionPod pod, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(AnswerPatience);
        try
        {
            if (await pod.AskAsync(limited.Token) is not null)
                return pod;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SandboxException($"pod {pod.Name} runs, but its runner does not answer: does a NetworkPolicy keep dispatchers from it?", transient: true);
        }
        throw new SandboxException(pod.Reading is PodReading.Ended { Loss.Reason: var why } ? why : $"pod {pod.Name} ended before it had its program", transient: true);
    }

    /// <summary>Whether the Job is there, and a pod of it may come yet.</summary>
    private async Task<bool> StillComesAsync(string name, RunnerRequest request, CancellationToken ct)
    {
        if (await jobs.FindAsync(name, ct) is not { } job)
            return false;
        if (job.Metadata.DeletionTimestamp is not null || pods.OfJob(name) is not null)
            return true;
        if (job.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "Failed" or "Complete", Status: "True" }) is { } end)
            throw new SandboxException($"its Job {name} was over before it had its program: {end.Message ?? end.Reason}", transient: true);
        if (await jobs.WhyNoPodAsync(name, ct) is not { } why)
            return true;
        switch (Refusals.InEvent(why))
        {
            case ApiFailure.Quota:
                await jobs.DeleteAsync(name, ct);
                throw new QuotaException(why);
            case ApiFailure.Admission or ApiFailure.Forbidden:
                throw new SandboxException($"the cluster refuses its pod: {why}", transient: false);
            default:
                await request.Waits(why);
                return true;
        }
    }

    /// <summary>Asks the API server until it has an answer.</summary>
    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, RunnerRequest request, CancellationToken ct)
    {
        long? refused = null;
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (e is not (SandboxException or QuotaException) && !ct.IsCancellationRequested)
            {
                var (kind, message) = ApiFailures.Classify(e);
                if (kind == ApiFailure.Quota)
                    throw new QuotaException(message);
                var starting = kind == ApiFailure.Forbidden && time.GetElapsedTime(refused ??= time.GetTimestamp()) < RulesPatience;
                if (!ApiFailures.IsTransient(kind) && !starting)
                    throw new SandboxException($"the cluster refuses its Job: {message}", transient: false, e);
                NoAnswer(request.Id.ToString(), kind, message);
                if (failures > 0)
                    await request.Waits($"the cluster does not answer: {message}");
            }
            await Task.Delay(Retry.After(failures), time, ct);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The cluster did not answer for execution {Execution} ({Kind}): {Reason}")]
    private partial void NoAnswer(string execution, ApiFailure kind, string reason);
}
