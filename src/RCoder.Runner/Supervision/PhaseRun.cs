using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Runner.Launching;
using RCoder.Runner.Outputs;
using RCoder.Runner.Posix;
using RCoder.Runner.Serving;

namespace RCoder.Runner.Supervision;

/// <summary>One program from its start until nothing of it is left: the compiler, or the program itself.</summary>
internal sealed class PhaseRun
{
    private const double DrainMs = 100, SweepMs = 1000;

    private readonly PhasePlan plan;
    private readonly LauncherProcess launcher;
    private readonly Sandbox sandbox;
    private readonly long killsBefore;
    private readonly double startedAt;
    private double reapedCpuMs, lastCpuMs, nextLookAt;
    private long peakBytes;
    private EndCause cause;
    private Reaped? main;
    private double endedAt;

    internal PhaseRun(Phase phase, PhasePlan plan, LauncherProcess launcher, Sandbox sandbox, EventLog log)
    {
        (this.plan, this.launcher, this.sandbox) = (plan, launcher, sandbox);
        sandbox.Processes.Forget();
        sandbox.Shared.Restart();
        killsBefore = sandbox.Cgroup?.OutOfMemoryKills ?? 0;
        Stdin = new StdinFeeder(launcher.Stdin);
        Stdout = new OutputPump(launcher.Stdout, phase, OutputStream.Stdout, plan.Limits.OutputBytes, log);
        Stderr = new OutputPump(launcher.Stderr, phase, OutputStream.Stderr, plan.Limits.OutputBytes, log);
        var cpuSeconds = (plan.Limits.CpuMs + 999) / 1000 + 1;
        var processes = sandbox.OwnUserNamespace ? plan.Limits.Processes + sandbox.OwnThreads : 0;
        startedAt = Clock.NowMs;
        nextLookAt = startedAt + Watchdog.LeastMs;
        launcher.Start(LaunchMessage.Write(plan.Command, plan.Env, cpuSeconds, processes));
    }

    internal StdinFeeder Stdin { get; }
    internal OutputPump Stdout { get; }
    internal OutputPump Stderr { get; }
    internal bool MainEnded => main is not null;

    /// <summary>Nothing of it lives, and all it wrote is read, as far as one waits for that.</summary>
    internal bool Over(double nowMs) =>
        MainEnded
        && (Stdout.Pipe < 0 && Stderr.Pipe < 0 || nowMs >= endedAt + DrainMs)
        && (Sweep() || nowMs >= endedAt + SweepMs);

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    internal double DueAt
    {
        get
        {
            var due = MainEnded ? Clock.NowMs + 1 : Math.Min(nextLookAt, startedAt + plan.Limits.WallMs);
            return Math.Min(due, Math.Min(Stdout.DueAt ?? due, Stderr.DueAt ?? due));
        }
    }

    internal void Cancel() => Stop(EndCause.Cancelled);

    internal void Tick(double nowMs)
    {
        Stdout.Flush(nowMs);
        Stderr.Flush(nowMs);
        if (MainEnded) return;
        if (plan.Limits.OnOutput == OnOutput.Kill && (Stdout.Truncated || Stderr.Truncated)) Stop(EndCause.Output);
        if (nowMs >= startedAt + plan.Limits.WallMs) Stop(EndCause.WallTime);
        if (cause == EndCause.None && nowMs >= nextLookAt) Look();
    }

    /// <summary>Takes what the pipes hold, and no more than a little at a time of a program that goes on writing.</summary>
    internal void ReadOutput(double nowMs)
    {
        const int mostReads = 16;
        for (var i = 0; i < mostReads && Stdout.Read(nowMs); i++) { }
        for (var i = 0; i < mostReads && Stderr.Read(nowMs); i++) { }
    }

    internal void OnReaped(in Reaped reaped)
    {
        reapedCpuMs += reaped.CpuMs;
        if (reaped.Pid != launcher.Pid) return;
        main = reaped;
        endedAt = Clock.Ms(reaped.At);
        Stdin.Close();
        Sweep();
    }

    internal PhaseResult Result()
    {
        launcher.ReadReports();
        Stdout.Flush(0, end: true);
        Stderr.Flush(0, end: true);
        Stdout.Close();
        Stderr.Close();
        Stdin.Close();
        Fd.Close(ref launcher.Control);
        var end = main ?? throw new InvalidOperationException("the phase has not ended");
        var cpuMs = Math.Max(0, reapedCpuMs - launcher.Waiting.CpuMs);
        // The launcher's own size stays in the kernel's mark of the process that it became.
        var largest = end.MaxResidentKiB > launcher.Waiting.MaxResidentKiB ? end.MaxResidentKiB << 10 : 0;
        return new PhaseResult(
            Verdict.Of(new PhaseEnd
            {
                Command = plan.Command[0],
                Limits = plan.Limits,
                Cause = cause,
                LaunchErrno = launcher.Errno,
                ExitCode = end.HasExited ? end.ExitCode : null,
                Signal = end.HasExited ? null : end.Signal,
                CpuMs = cpuMs,
                OutOfMemoryKills = (sandbox.Cgroup?.OutOfMemoryKills ?? 0) - killsBefore,
            }),
            cpuMs,
            WallMs: endedAt - startedAt,
            PeakBytes: Math.Max(sandbox.Cgroup?.PeakBytes ?? 0, Math.Max(peakBytes, largest)),
            new Truncation { Stdout = Stdout.Truncated, Stderr = Stderr.Truncated });
    }

    private void Look()
    {
        var tree = sandbox.Processes.Look(Math.Max(0, reapedCpuMs), plan.Limits.Processes);
        if (tree.Processes > plan.Limits.Processes)
        {
            Stop(EndCause.Processes);
            return;
        }
        var files = sandbox.Shared.Bytes;
        var memory = tree.ResidentBytes + files;
        if (memory > plan.Limits.MemoryBytes)
            memory = Math.Min(memory, sandbox.Processes.Proportional().With(files));
        peakBytes = Math.Max(peakBytes, memory);
        var usage = new Usage(tree.CpuMs - launcher.Waiting.CpuMs, memory, tree.Processes);
        var breach = Watchdog.Breach(usage, plan.Limits);
        if (breach != EndCause.None) Stop(breach);
        var idle = usage.CpuMs - lastCpuMs < 1;
        lastCpuMs = usage.CpuMs;
        nextLookAt = Clock.NowMs + Watchdog.NextLookIn(usage, plan.Limits, Environment.ProcessorCount, idle);
    }

    private void Stop(EndCause why)
    {
        if (MainEnded || cause != EndCause.None) return;
        cause = why;
        Sweep();
    }

    /// <summary>Kills all that lives but process 1, which the kernel spares. True when there was nothing.</summary>
    private static bool Sweep() => Libc.kill(-1, Signals.Kill) != 0 && Libc.LastError == Errno.ESRCH;
}

internal sealed record PhaseResult(Verdict Verdict, double CpuMs, double WallMs, long PeakBytes, Truncation Truncated);
