namespace RCoder.Cluster.Clusters;

/// <summary>What only one test of this machine may do at a time, whoever runs it. Without sharing a file is locked by flock(2), which the shell's flock takes too.</summary>
internal static class MachineLock
{
    /// <summary>Waits until it is free; disposing frees it.</summary>
    public static async Task<IAsyncDisposable> HoldAsync(string name)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Path.GetTempPath(), name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
    }
}
