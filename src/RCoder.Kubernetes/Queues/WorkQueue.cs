using System.Threading.Channels;

namespace RCoder.Kubernetes.Queues;

/// <summary>
/// Keys that have something to be done about. Each is there once however often it is added, and is handled by one worker
/// at a time; added while it is handled, it is handled once more. It serves one <see cref="RunAsync"/>.
/// </summary>
public sealed class WorkQueue<TKey>(TimeProvider time)
    where TKey : notnull
{
    private static readonly Backoff Retry = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(60));

    private readonly Lock gate = new();
    private readonly Channel<TKey> ready = Channel.CreateUnbounded<TKey>();
    private readonly HashSet<TKey> wanted = [];
    private readonly HashSet<TKey> handled = [];
    private readonly Dictionary<TKey, (long Due, ITimer Timer)> waiting = [];
    private readonly Dictionary<TKey, int> failures = [];
    private bool ended;

    public void Add(TKey key)
    {
        lock (gate)
        {
            if (wanted.Add(key) && !handled.Contains(key))
                ready.Writer.TryWrite(key);
        }
    }

    /// <summary>Of several waits for one key, the shortest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }
        lock (gate)
        {
            var due = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
            if (ended || (waiting.TryGetValue(key, out var other) && other.Due <= due))
                return;
            other.Timer?.Dispose();
            waiting[key] = (due, time.CreateTimer(_ => Due(key, due), null, delay, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>After 5 ms, and twice as long for each time since the last <see cref="Forget"/>, up to 60 s.</summary>
    public void AddRateLimited(TKey key)
    {
        int before;
        lock (gate)
        {
            before = failures.GetValueOrDefault(key);
            failures[key] = before + 1;
        }
        AddAfter(key, Retry.After(before));
    }

    /// <summary>The next failure of the key is its first.</summary>
    public void Forget(TKey key)
    {
        lock (gate)
            failures.Remove(key);
    }

    /// <summary>
    /// Hands out keys until cancelled, and ends when no worker has one. A handler that throws has its key added by
    /// <see cref="AddRateLimited"/>, and says why itself; after one that did neither, the key's failures are forgotten.
    /// </summary>
    public async Task RunAsync(int workers, Func<TKey, CancellationToken, Task> handle, CancellationToken ct)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(handle, ct), CancellationToken.None)));
        }
        finally
        {
            lock (gate)
            {
                ended = true;
                foreach (var (_, timer) in waiting.Values)
                    timer.Dispose();
                waiting.Clear();
            }
        }
    }

    private async Task WorkAsync(Func<TKey, CancellationToken, Task> handle, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            TKey key;
            try
            {
                key = await ready.Reader.ReadAsync(ct);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            var before = Begin(key);
            try
            {
                await handle(key, ct);
                Succeed(key, before);
            }
            catch (Exception) when (!ct.IsCancellationRequested)
            {
                AddRateLimited(key);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                End(key);
            }
        }
    }

    private int Begin(TKey key)
    {
        lock (gate)
        {
            wanted.Remove(key);
            handled.Add(key);
            return failures.GetValueOrDefault(key);
        }
    }

    private void Succeed(TKey key, int before)
    {
        lock (gate)
        {
            if (failures.GetValueOrDefault(key) == before)
                failures.Remove(key);
        }
    }

    private void End(TKey key)
    {
        lock (gate)
        {
            handled.Remove(key);
            if (wanted.Contains(key))
                ready.Writer.TryWrite(key);
        }
    }

    private void Due(TKey key, long due)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(key, out var mine) || mine.Due != due)
                return;
            mine.Timer.Dispose();
            waiting.Remove(key);
        }
        Add(key);
    }
}
