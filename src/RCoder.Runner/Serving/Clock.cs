using System.Diagnostics;

namespace RCoder.Runner.Serving;

/// <summary>Monotonic milliseconds.</summary>
internal static class Clock
{
    internal static double NowMs => Ms(Stopwatch.GetTimestamp());

    internal static double Ms(long timestamp) => timestamp * (1e3 / Stopwatch.Frequency);
}
