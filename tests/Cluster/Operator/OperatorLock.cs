namespace RCoder.Cluster.Operator;

/// <summary>
/// One operator without a selector would take every LanguageRuntime of the cluster: who runs one, or is not to be
/// disturbed by one, holds this lock of the machine.
/// </summary>
internal sealed class OperatorLock : IDisposable
{
    private readonly FileStream held;

    private OperatorLock(FileStream held) => this.held = held;

    public static async Task<OperatorLock> HoldAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            try
            {
                // Without sharing: flock(2), which the shell's flock takes too.
                return new(new FileStream(Path.Combine(Path.GetTempPath(), "operator.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                await timer.WaitForNextTickAsync(ct);
            }
        }
    }

    public void Dispose() => held.Dispose();
}
