using RCoder.Contracts.Executions;

namespace RCoder.Runner.Supervision;

/// <summary>What a phase uses at one moment.</summary>
internal readonly record struct Usage(double CpuMs, long MemoryBytes, int Processes);

/// <summary>Decides from what a phase uses whether it goes on, and when to look again.</summary>
internal static class Watchdog
{
    internal const double LeastMs = 3, MostMs = 25, MostMsIdle = 50;

    /// <summary>How fast a program makes memory resident: the kernel clears a few gigabytes in a second.</summary>
    private const double BytesPerMs = 4e6;

    internal static EndCause Breach(Usage usage, Limits limits) =>
        usage.MemoryBytes > limits.MemoryBytes ? EndCause.Memory
        : usage.CpuMs > limits.CpuMs ? EndCause.CpuTime
        : usage.Processes > limits.Processes ? EndCause.Processes
        : EndCause.None;

    /// <summary>Milliseconds in which nothing can have passed its limit by much.</summary>
    /// <param name="idle">Whether it used no processor time to speak of since the last look.</param>
    internal static double NextLookIn(Usage usage, Limits limits, int processors, bool idle) =>
        Math.Clamp(
            Math.Min((limits.MemoryBytes - usage.MemoryBytes) / BytesPerMs, (limits.CpuMs - usage.CpuMs) / processors),
            LeastMs, idle ? MostMsIdle : MostMs);
}
