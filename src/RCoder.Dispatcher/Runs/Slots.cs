using System.Collections.Concurrent;
using RCoder.Contracts.Runtimes;

namespace RCoder.Dispatcher.Runs;

/// <summary>How many programs run at one time: in this process, and of each runtime. First come, first served.</summary>
internal sealed class Slots(int concurrency)
{
    private readonly SemaphoreSlim all = new(concurrency);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> runtimes = new();

    /// <summary>Dispose what is returned to give the slot back.</summary>
    public async Task<IDisposable> TakeAsync(Runtime runtime, CancellationToken ct)
    {
        var own = runtimes.GetOrAdd(runtime.Name, (_, max) => new SemaphoreSlim(max), runtime.Spec.Pool.Max);
        await own.WaitAsync(ct);
        try
        {
            await all.WaitAsync(ct);
        }
        catch
        {
            own.Release();
            throw;
        }
        return new Slot(own, all);
    }

    private sealed class Slot(SemaphoreSlim own, SemaphoreSlim all) : IDisposable
    {
        public void Dispose()
        {
            all.Release();
            own.Release();
        }
    }
}
