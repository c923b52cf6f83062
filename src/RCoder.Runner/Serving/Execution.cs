using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Runner.Launching;
using RCoder.Runner.Outputs;
using RCoder.Runner.Supervision;

namespace RCoder.Runner.Serving;

/// <summary>The one execution of this runner, from its claim to its last event.</summary>
internal sealed class Execution
{
    private readonly Plan plan;
    private readonly Sandbox sandbox;
    private readonly Func<LauncherProcess> spawn;
    private readonly List<ReadOnlyMemory<byte>> earlyStdin = [];
    private double compileMs;
    private bool cancelled, stdinEnded;

    internal Execution(Plan plan, Sandbox sandbox, LauncherProcess launcher, Func<LauncherProcess> spawn)
    {
        (this.plan, this.sandbox, this.spawn) = (plan, sandbox, spawn);
        Log = new EventLog(plan);
        if (plan.Compile is { } compile)
        {
            Current = new PhaseRun(Phase.Compile, compile, launcher, sandbox, Log);
            Current.Stdin.Add(default, end: true);
            Log.Add(new Compiling { Id = plan.Id, Attempt = plan.Attempt, Seq = Log.NextSeq, At = Now });
        }
        else
        {
            Run(launcher);
        }
    }

    internal Plan Plan => plan;
    internal EventLog Log { get; }
    internal PhaseRun? Current { get; private set; }
    internal bool Finished => Log.Complete;
    internal bool TakesStdin => plan.Interactive && !Finished && !stdinEnded;

    internal int PendingStdin => (Current?.Stdin.Pending ?? 0) + earlyStdin.Sum(bytes => bytes.Length);

    private bool IsCompiling => plan.Compile is not null && compileMs == 0;
    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    internal void AddStdin(ReadOnlyMemory<byte> bytes, bool end)
    {
        stdinEnded |= end;
        if (IsCompiling) earlyStdin.Add(bytes);
        else Current?.Stdin.Add(bytes, end);
    }

    internal void Cancel()
    {
        cancelled = true;
        Current?.Cancel();
    }

    /// <summary>Takes the next step, if the phase at hand is over.</summary>
    internal void Advance(double nowMs)
    {
        if (Current is null || !Current.Over(nowMs)) return;
        var result = Current.Result();
        Current = null;
        if (IsCompiling) Compiled(result);
        else Finish(result.Verdict, result);
    }

    private void Compiled(PhaseResult result)
    {
        compileMs = Math.Max(result.WallMs, double.Epsilon);
        var verdict = result.Verdict;
        Log.Add(new Compiled
        {
            Id = plan.Id, Attempt = plan.Attempt, Seq = Log.NextSeq, At = Now,
            Outcome = verdict.Outcome, ExitCode = verdict.ExitCode, Signal = verdict.Signal,
            CpuMs = Rounded(result.CpuMs), WallMs = Rounded(result.WallMs), Truncated = result.Truncated,
        });
        if (verdict.Outcome is Outcome.Cancelled or Outcome.PlatformError) Finish(verdict, null);
        else if (verdict.Outcome != Outcome.Succeeded) Finish(new Verdict(Outcome.CompilationFailed, null, null, verdict.Message), null);
        else Run(spawn());
    }

    private void Run(LauncherProcess launcher)
    {
        Current = new PhaseRun(Phase.Run, plan.Run, launcher, sandbox, Log);
        if (plan.Stdin is { Length: > 0 } text) Current.Stdin.Add(System.Text.Encoding.UTF8.GetBytes(text), end: false);
        foreach (var bytes in earlyStdin) Current.Stdin.Add(bytes, end: false);
        if (!plan.Interactive || stdinEnded) Current.Stdin.Add(default, end: true);
        Log.Add(new Running { Id = plan.Id, Attempt = plan.Attempt, Seq = Log.NextSeq, At = Now });
        if (cancelled) Current.Cancel();
    }

    private void Finish(Verdict verdict, PhaseResult? run) => Log.Add(new Finished
    {
        Id = plan.Id, Attempt = plan.Attempt, Seq = Log.NextSeq, At = Now,
        Outcome = verdict.Outcome, ExitCode = verdict.ExitCode, Signal = verdict.Signal, Message = verdict.Message,
        CpuMs = run is null ? null : Rounded(run.CpuMs),
        WallMs = run is null ? null : Rounded(run.WallMs),
        PeakMemoryBytes = run?.PeakBytes,
        Truncated = run?.Truncated ?? new Truncation(),
        Timings = new Timings { CompileMs = Rounded(compileMs), RunMs = Rounded(run?.WallMs ?? 0) },
    });

    private static double Rounded(double ms) => Math.Round(ms, 3);
}
