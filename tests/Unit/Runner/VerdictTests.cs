using RCoder.Contracts.Executions;
using RCoder.Runner.Supervision;

namespace RCoder.Unit.Runner;

public sealed class VerdictTests
{
    private static readonly PhaseEnd Clean = new() { Command = "main", Limits = Limits.Default, ExitCode = 0 };
    private static readonly PhaseEnd Killed = Clean with { ExitCode = null, Signal = 9 };

    [Fact]
    public void An_exit_code_decides_when_nothing_else_does()
    {
        Assert.Equal(new Verdict(Outcome.Succeeded, 0, null), Verdict.Of(Clean));
        Assert.Equal(new Verdict(Outcome.Failed, 3, null), Verdict.Of(Clean with { ExitCode = 3 }));
    }

    [Fact]
    public void A_signal_that_nobody_here_sent_is_the_programs() =>
        Assert.Equal(new Verdict(Outcome.Signalled, null, "SIGSEGV"), Verdict.Of(Clean with { ExitCode = null, Signal = 11 }));

    [Theory]
    [InlineData(1, Outcome.Cancelled)]
    [InlineData(2, Outcome.TimeLimitExceeded)]
    [InlineData(3, Outcome.CpuLimitExceeded)]
    [InlineData(4, Outcome.MemoryLimitExceeded)]
    [InlineData(5, Outcome.OutputLimitExceeded)]
    public void What_the_runner_ended_it_for_is_the_outcome_however_it_ended(int cause, Outcome outcome)
    {
        Assert.Equal(new Verdict(outcome, null, "SIGKILL"), Verdict.Of(Killed with { Cause = (EndCause)cause, OutOfMemoryKills = 1 }));
        Assert.Equal(outcome, Verdict.Of(Clean with { Cause = (EndCause)cause }).Outcome);
    }

    [Fact]
    public void Too_many_processes_is_a_kill_that_says_why()
    {
        var verdict = Verdict.Of(Killed with { Cause = EndCause.Processes });
        Assert.Equal((Outcome.Signalled, "SIGKILL"), (verdict.Outcome, verdict.Signal));
        Assert.Contains("limits.processes", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kill_for_want_of_memory_is_the_memory_limit() =>
        Assert.Equal(Outcome.MemoryLimitExceeded, Verdict.Of(Killed with { OutOfMemoryKills = 1 }).Outcome);

    [Theory]
    [InlineData(null, 24)]
    [InlineData(0, null)]
    public void Processor_time_past_the_limit_counts_even_when_nobody_looked(int? exitCode, int? signal) =>
        Assert.Equal(Outcome.CpuLimitExceeded, Verdict.Of(Clean with { ExitCode = exitCode, Signal = signal, CpuMs = Limits.Default.CpuMs + 1 }).Outcome);

    [Theory]
    [InlineData(2, Outcome.PlatformError, null)]
    [InlineData(20, Outcome.PlatformError, null)]
    [InlineData(12, Outcome.PlatformError, null)]
    [InlineData(13, Outcome.Failed, 126)]
    [InlineData(8, Outcome.Failed, 126)]
    [InlineData(7, Outcome.Failed, 126)]
    public void A_program_that_cannot_be_started_is_told_from_one_that_is_not_there(int errno, Outcome outcome, int? exitCode)
    {
        var verdict = Verdict.Of(Clean with { ExitCode = 127, LaunchErrno = errno });
        Assert.Equal((outcome, exitCode), (verdict.Outcome, verdict.ExitCode));
        Assert.StartsWith("main: ", verdict.Message, StringComparison.Ordinal);
    }
}
