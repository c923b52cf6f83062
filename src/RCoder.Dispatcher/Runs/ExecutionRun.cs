using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;
using RCoder.Dispatcher.Recovery;
using RCoder.Dispatcher.Sandboxes;
using RCoder.Kubernetes.Queues;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Plans;
using RCoder.Runtimes.Runners;

namespace RCoder.Dispatcher.Runs;

/// <summary>
/// One job from its taking to its terminal event. <paramref name="owned"/> ends when its partition is another's:
/// then it stops where it is, says nothing more, and leaves its runner to whoever takes over.
/// </summary>
internal sealed class ExecutionRun(RunServices services, QueuedJob queued, Mailbox mailbox, CancellationToken owned)
{
    /// <summary>Runners that may leave a claim without an answer, of 10 s each, before an attempt is given up.</summary>
    private const int MostSilent = 10;

    private static readonly Backoff AfterFault = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));

    private readonly Contracts.Jobs.Job job = queued.Job;
    private readonly EventEmitter events = new(services, owned);
    private readonly ExecutionClock clock = new(queued.Job.AcceptedAt, services.Time);
    private string? waits;

    public async Task RunAsync(Decision decision)
    {
        var failures = 0;
        var lost = await GuardedAsync(() => BeginAsync(decision));
        while (lost is not null)
            lost = await GuardedAsync(() => RetryAsync(events.Attempt + 1, events.Next, lost));

        // Whatever goes wrong here, the job has an end: its attempts are counted, and their number is bounded.
        async Task<string?> GuardedAsync(Func<Task<string?>> step)
        {
            try
            {
                return await step();
            }
            catch (Exception e) when (!owned.IsCancellationRequested)
            {
                services.Log.BrokeOff(e, job.Id);
                if (events.HasFinished)
                    return null;
                await Task.Delay(AfterFault.After(failures++), services.Time, owned);
                return "its dispatcher failed; its log tells more";
            }
        }
    }

    /// <summary>Null when the execution has its end; else why the platform lost the run. So are all below.</summary>
    private async Task<string?> BeginAsync(Decision decision)
    {
        switch (decision)
        {
            case Decision.Leave:
                return null;
            case Decision.Resume resume:
                events.Continue(resume.Attempt, resume.FromSeq);
                if (await services.Source.FindAsync(job.Id, owned) is not { } runner)
                    return "its runner was gone when its dispatcher was replaced";
                runner.Client.Resume(services.Secrets.For(job.Id, events.Attempt));
                return await FollowAsync(runner);
            case Decision.Retry retry:
                return await RetryAsync(retry.Attempt, retry.Seq, "its dispatcher went away before it ended");
            case Decision.Start start:
                events.Continue(start.Attempt, start.Seq);
                return await TryAsync();
            default:
                throw new InvalidOperationException($"{decision} is no decision");
        }
    }

    private async Task<string?> RetryAsync(int attempt, int seq, string reason)
    {
        if (attempt > services.Options.MaxAttempts)
        {
            events.Continue(attempt - 1, seq);
            return await FinishAsync(Outcome.PlatformError, $"{reason}, and it had been tried {attempt - 1} times");
        }
        if (!mailbox.Complete)
            return await FinishAsync(Outcome.PlatformError, $"{reason}, and it had been given more input than is kept for another try");
        services.Metrics.Retried(job.Runtime);
        events.Continue(attempt, seq);
        await events.WriteAsync(new Retrying { Id = job.Id, Seq = seq, At = services.Time.GetUtcNow(), Reason = reason });
        return await TryAsync();
    }

    private async Task<string?> TryAsync()
    {
        var left = job.Deadline - services.Time.GetUtcNow();
        if (left <= TimeSpan.Zero || mailbox.Cancelled.IsCancellationRequested)
            return await FinishUnstartedAsync();
        using var deadline = new CancellationTokenSource(left, services.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(owned, mailbox.Cancelled, deadline.Token);
        try
        {
            await ReadyAsync(stop.Token);
            using var slot = await services.Slots.TakeAsync(job.Runtime, stop.Token);
            // It may have changed while others ran.
            var runtime = await ReadyAsync(stop.Token);
            clock.Taken();
            var runner = await ClaimAsync(runtime, stop.Token);
            clock.Claimed();
            services.Metrics.Claimed(runner.Warm, clock.ClaimMs);
            // The plan's first event has the number after this one.
            return await FollowAsync(runner, new Assigned
            {
                Id = job.Id,
                Seq = events.Next,
                At = services.Time.GetUtcNow(),
                Runtime = job.Runtime,
                Pod = runner.Name,
                Warm = runner.Warm,
                Job = queued.Position,
            });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !owned.IsCancellationRequested)
        {
            return await FinishUnstartedAsync();
        }
        catch (SandboxException e)
        {
            services.Log.NoSandbox(job.Id, job.Runtime, e.Message);
            return e.Transient ? e.Message : await FinishAsync(Outcome.PlatformError, e.Message);
        }
        catch (RunnerRefusedException e)
        {
            services.Log.NoSandbox(job.Id, job.Runtime, e.Message);
            return await FinishAsync(Outcome.PlatformError, e.Message);
        }
    }

    /// <summary>The runtime, as soon as it takes jobs.</summary>
    /// <exception cref="SandboxException">It never will again.</exception>
    private async Task<Runtime> ReadyAsync(CancellationToken ct)
    {
        while (true)
        {
            var change = services.Catalogue.NextChange;
            switch (services.Catalogue.Find(job.Runtime))
            {
                case null:
                    throw new SandboxException($"the runtime {job.Runtime} is no longer there", transient: false);
                case { Draining: true, Message: var why }:
                    throw new SandboxException(why ?? $"the runtime {job.Runtime} is being deleted", transient: false);
                case { Ready: true } runtime:
                    return runtime;
                case { Message: var why }:
                    await TellWaitingAsync($"{job.Runtime} is not ready: {why ?? "its operator has not said why"}");
                    break;
            }
            await change.WaitAsync(ct);
        }
    }

    /// <summary>Asks runners until one has taken the program: the runner is where a claim is atomic.</summary>
    private async Task<Runner> ClaimAsync(Runtime runtime, CancellationToken ct)
    {
        var request = new RunnerRequest(job.Id, events.Attempt, runtime, job.Limits, TellWaitingAsync, owned);
        for (var silent = 0; ;)
        {
            var runner = await services.Source.AcquireAsync(request, ct);
            var plan = PlanFactory.Create(job, runtime.Spec, events.Attempt, events.Next + 1, services.Secrets.For(job.Id, events.Attempt));
            var result = await ClaimAsync(runner, plan);
            if (result == ClaimResult.Taken)
                return runner;
            services.Source.Release(runner, result == ClaimResult.Busy ? RunnerEnd.Others : RunnerEnd.Unsure);
            if (result == ClaimResult.Unreachable && ++silent == MostSilent)
                throw new SandboxException($"{silent} runners of {runtime.Name} did not answer", transient: true);
        }
    }

    private async Task<ClaimResult> ClaimAsync(Runner runner, Plan plan)
    {
        try
        {
            // A claim that has begun is not broken off: the runner may have taken the program.
            return await runner.Client.ClaimAsync(plan, owned);
        }
        catch (Exception e)
        {
            services.Source.Release(runner, e is RunnerRefusedException ? RunnerEnd.Unused : owned.IsCancellationRequested ? RunnerEnd.Left : RunnerEnd.Unsure);
            throw;
        }
    }

    /// <summary>Says once why it has to wait.</summary>
    private async ValueTask TellWaitingAsync(string reason)
    {
        if (waits == reason)
            return;
        waits = reason;
        await events.WriteAsync(new Queued { Id = job.Id, Seq = events.Next, At = services.Time.GetUtcNow(), Reason = reason });
    }

    private async Task<string?> FollowAsync(Runner runner, Assigned? first = null)
    {
        var end = RunnerEnd.Unsure;
        try
        {
            if (first is not null)
                await events.WriteAsync(first);
            await new Conversation(services, job, mailbox, events, runner, owned).RelayAsync(FinishAsync);
            end = RunnerEnd.Done;
            return null;
        }
        catch (RunnerLostException e)
        {
            services.Log.RunnerLost(job.Id, runner.Name, e.Message);
            var loss = await services.Source.ExplainAsync(runner, e.Message, owned);
            if (mailbox.Cancelled.IsCancellationRequested)
                return await FinishAsync(Outcome.Cancelled, null);
            return loss.Outcome is { } outcome ? await FinishAsync(outcome, loss.Reason) : loss.Reason;
        }
        finally
        {
            services.Source.Release(runner, end != RunnerEnd.Done && owned.IsCancellationRequested ? RunnerEnd.Left : end);
        }
    }

    private Task<string?> FinishUnstartedAsync() => mailbox.Cancelled.IsCancellationRequested
        ? FinishAsync(Outcome.Cancelled, null)
        : FinishAsync(Outcome.Expired, $"it had not started by its deadline, {job.Deadline:O}");

    private async Task<string?> FinishAsync(Outcome outcome, string? message)
    {
        await FinishAsync(new Finished
        {
            Id = job.Id,
            Attempt = events.Attempt,
            Seq = events.Next,
            At = services.Time.GetUtcNow(),
            Outcome = outcome,
            Message = message,
        });
        return null;
    }

    private async Task FinishAsync(Finished e)
    {
        var spec = services.Catalogue.Find(job.Runtime)?.Spec;
        var timings = clock.Read(e.Timings);
        await events.FinishAsync(e with
        {
            Timings = timings,
            Runtime = job.Runtime,
            Language = spec?.Language ?? job.Language,
            Image = spec?.Image is { Length: > 0 } image ? image : null,
            TraceId = TraceIdOf(queued.TraceParent),
        });
        services.Metrics.Finished(job.Runtime, e.Outcome, timings);
    }

    // W3C Trace Context: version "-" trace-id "-" parent-id "-" flags.
    private static string? TraceIdOf(string? traceParent) => traceParent?.Split('-') is [_, { Length: 32 } trace, ..] ? trace : null;
}
