using RCoder.Contracts.Executions;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Supervision;

/// <summary>All that decides how a phase ended.</summary>
internal sealed record PhaseEnd
{
    public required string Command { get; init; }
    public required Limits Limits { get; init; }
    public EndCause Cause { get; init; }

    /// <summary>The errno of execve; 0 when the program started.</summary>
    public int LaunchErrno { get; init; }

    /// <summary>Of the main process; null when a signal ended it.</summary>
    public int? ExitCode { get; init; }

    public int? Signal { get; init; }
    public double CpuMs { get; init; }

    /// <summary>Processes that the kernel killed for want of memory in the phase's cgroup.</summary>
    public long OutOfMemoryKills { get; init; }
}

/// <summary>How a phase ended: the one place that decides it.</summary>
internal sealed record Verdict(Outcome Outcome, int? ExitCode, string? Signal, string? Message = null)
{
    /// <summary>What shells give for a command that is there and cannot be executed.</summary>
    private const int NotExecutable = 126;

    internal static Verdict Of(PhaseEnd end)
    {
        if (end.LaunchErrno != 0) return NotLaunched(end);
        var signal = end.Signal is { } number ? Signals.NameOf(number) : null;
        Verdict As(Outcome outcome, string? message = null) => new(outcome, end.ExitCode, signal, message);
        return end.Cause switch
        {
            EndCause.Cancelled => As(Outcome.Cancelled),
            EndCause.WallTime => As(Outcome.TimeLimitExceeded),
            EndCause.CpuTime => As(Outcome.CpuLimitExceeded),
            EndCause.Memory => As(Outcome.MemoryLimitExceeded),
            EndCause.Output => As(Outcome.OutputLimitExceeded),
            EndCause.Processes => As(Outcome.Signalled, $"killed: more than {end.Limits.Processes} processes and threads at one time (limits.processes)"),
            _ when end.OutOfMemoryKills > 0 => As(Outcome.MemoryLimitExceeded),
            // Between two looks of the watchdog, or by the kernel's own count (RLIMIT_CPU).
            _ when end.CpuMs > end.Limits.CpuMs => As(Outcome.CpuLimitExceeded),
            _ when signal is not null => As(Outcome.Signalled),
            _ => As(end.ExitCode == 0 ? Outcome.Succeeded : Outcome.Failed),
        };
    }

    private static Verdict NotLaunched(PhaseEnd end) => end.LaunchErrno switch
    {
        _ when end.Cause == EndCause.Cancelled => new(Outcome.Cancelled, null, null),
        Errno.ENOENT or Errno.ENOTDIR => new(Outcome.PlatformError, null, null, $"{end.Command}: there is no such command in the sandbox"),
        Errno.EACCES or Errno.EPERM => new(Outcome.Failed, NotExecutable, null, $"{end.Command}: permission denied"),
        Errno.ENOEXEC => new(Outcome.Failed, NotExecutable, null, $"{end.Command}: not an executable format"),
        Errno.E2BIG => new(Outcome.Failed, NotExecutable, null, $"{end.Command}: arguments and environment are too long"),
        var errno => new(Outcome.PlatformError, null, null, $"{end.Command}: cannot be started (errno {errno})"),
    };
}
