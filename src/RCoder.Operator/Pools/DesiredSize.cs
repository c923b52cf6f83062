namespace RCoder.Operator.Pools;

/// <summary>How many pods of a pool should wait.</summary>
internal static class DesiredSize
{
    /// <summary>
    /// As many as are claimed while a new one starts (Little's law: what is under way is the rate times the time), and
    /// one for each run that found none; within <paramref name="min"/> and <paramref name="max"/>.
    /// </summary>
    /// <param name="min">Pods that wait at the least.</param>
    /// <param name="max">Pods at the most.</param>
    /// <param name="claimsPerSecond">Runs begun a second, warm and cold.</param>
    /// <param name="coldRuns">Runs going on that found no pod waiting.</param>
    /// <param name="refillSeconds">From a Job's creation until its runner runs.</param>
    public static int Of(int min, int max, double claimsPerSecond, int coldRuns, double refillSeconds) =>
        (int)Math.Clamp(Math.Ceiling(claimsPerSecond * refillSeconds) + coldRuns, min, Math.Max(min, max));
}
