using RCoder.Kubernetes.Resources;

namespace RCoder.Operator.Conformance;

internal static class Percentiles
{
    /// <summary>By the nearest rank: of few runs, the 99th is the slowest.</summary>
    public static LatencyStatus? Of(IEnumerable<TimeSpan> runs)
    {
        var sorted = runs.Select(run => run.TotalMilliseconds).Order().ToList();
        return sorted.Count == 0 ? null : new LatencyStatus { P50Ms = At(0.5), P99Ms = At(0.99) };

        double At(double share) => Math.Round(sorted[(int)Math.Ceiling(share * sorted.Count) - 1], 1);
    }
}
