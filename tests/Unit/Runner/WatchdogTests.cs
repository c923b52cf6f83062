using RCoder.Contracts.Executions;
using RCoder.Runner.Supervision;

namespace RCoder.Unit.Runner;

public sealed class WatchdogTests
{
    private static readonly Limits Limits = Limits.Default;

    [Fact]
    public void What_is_at_its_limit_has_not_passed_it() =>
        Assert.Equal(EndCause.None, Watchdog.Breach(new Usage(Limits.CpuMs, Limits.MemoryBytes, Limits.Processes), Limits));

    [Fact]
    public void Each_limit_is_held()
    {
        Assert.Equal(EndCause.CpuTime, Watchdog.Breach(new Usage(Limits.CpuMs + 1, 0, 1), Limits));
        Assert.Equal(EndCause.Memory, Watchdog.Breach(new Usage(0, Limits.MemoryBytes + 1, 1), Limits));
        Assert.Equal(EndCause.Processes, Watchdog.Breach(new Usage(0, 0, Limits.Processes + 1), Limits));
    }

    [Fact]
    public void It_looks_more_often_the_nearer_a_limit_is()
    {
        double In(double cpuMs, long memory, bool idle = false) => Watchdog.NextLookIn(new Usage(cpuMs, memory, 1), Limits, processors: 2, idle);
        Assert.Equal(Watchdog.MostMs, In(0, 0));
        Assert.InRange(In(0, 0, idle: true), Watchdog.MostMs, Watchdog.MostMsIdle);
        Assert.Equal(Watchdog.LeastMs, In(0, Limits.MemoryBytes - 1));
        Assert.Equal(10, In(Limits.CpuMs - 20, 0));
        Assert.Equal(Watchdog.LeastMs, In(Limits.CpuMs - 1, 0));
    }

    [Fact]
    public void A_process_may_call_itself_what_it_likes()
    {
        var line = "42 (a) R 1) (b) S 1 42 42 0 -1 4194560 500 0 0 0 7 3 2 1 20 0 4 0 123456 1000000 2048 18446744073709551615\n"u8;
        Assert.True(ProcStat.TryParse(line, out var stat));
        Assert.Equal(new ProcStat(Alive: true, OwnTicks: 10, ReapedTicks: 3, Threads: 4, StartTime: 123456, ResidentPages: 2048), stat);
        Assert.True(ProcStat.TryParse("7 (x) Z 1 42 42 0 -1 4194560 500 0 0 0 7 3 2 1 20 0 1 0 5 0 0 0"u8, out var zombie));
        Assert.False(zombie.Alive);
        Assert.False(ProcStat.TryParse("7 (x"u8, out _));
    }
}
