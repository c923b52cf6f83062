using System.Diagnostics;

namespace RCoder.Cluster.Clusters;

internal static class Waiting
{
    /// <summary>Looks every few milliseconds until <paramref name="condition"/> holds, and says how long that took.</summary>
    public static async Task<TimeSpan> Until(string what, Func<bool> condition, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            Assert.True(clock.Elapsed < within, $"{what}: not within {within}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
        return clock.Elapsed;
    }

    public static Task<TimeSpan> Until(string what, Func<bool> condition) => Until(what, condition, TimeSpan.FromSeconds(30));

    /// <summary>The same for a condition that must be asked for: looks four times a second.</summary>
    public static async Task Until(string what, Func<Task<bool>> condition, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(30);
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (!await condition())
        {
            Assert.True(clock.Elapsed < limit, $"{what}: not within {limit}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
