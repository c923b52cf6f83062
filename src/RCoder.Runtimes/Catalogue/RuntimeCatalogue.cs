using RCoder.Contracts.Runtimes;

namespace RCoder.Runtimes.Catalogue;

/// <summary>The runtimes that there are now. Reading is free of locks and always sees one whole state.</summary>
public sealed class RuntimeCatalogue
{
    private readonly Lock writing = new();
    private readonly TaskCompletionSource complete = New();
    private volatile Runtime[] all = [];
    private volatile string? trouble;
    private TaskCompletionSource next = New();

    /// <summary>Ends when every runtime that there is at the start is here.</summary>
    public Task Completed => complete.Task;

    public bool IsComplete => complete.Task.IsCompletedSuccessfully;

    /// <summary>Ends at the next change. Take it before you look.</summary>
    public Task NextChange => Volatile.Read(ref next).Task;

    /// <summary>After each change, on the thread that made it.</summary>
    public event Action? Changed;

    /// <summary>Why none of them can run anything here, and what to do about it. Null where that is not so.</summary>
    public string? Trouble => trouble;

    /// <summary>Every runtime, ready or not, by name.</summary>
    public IReadOnlyList<Runtime> All => all;

    /// <summary>The runtime of this very name: that of a job, not of a request.</summary>
    public Runtime? Find(string name) => Array.Find(all, runtime => runtime.Name == name);

    /// <summary>What a request means by <paramref name="language"/> (an alias in any case, or <c>name@range</c>) and <paramref name="version"/>.</summary>
    public RuntimeResolution Resolve(string language, string? version) => RuntimeResolver.Resolve(all, language, version);

    /// <summary>With <paramref name="inTheirWay"/>, none of them is ready, and that is why.</summary>
    public void Replace(IEnumerable<Runtime> runtimes, string? inTheirWay = null)
    {
        trouble = inTheirWay;
        Write(_ => inTheirWay is null ? runtimes : runtimes.Select(runtime => runtime.Ready ? runtime with { Ready = false, Message = inTheirWay } : runtime));
    }

    public void Put(Runtime runtime) => Write(now => now.Where(other => other.Name != runtime.Name).Append(runtime));

    public void Remove(string name) => Write(now => now.Where(other => other.Name != name));

    /// <summary>Who fills it has read all that there is.</summary>
    public void Complete() => complete.TrySetResult();

    private void Write(Func<Runtime[], IEnumerable<Runtime>> change)
    {
        lock (writing)
            all = [.. change(all).OrderBy(runtime => runtime.Name, StringComparer.Ordinal)];
        Interlocked.Exchange(ref next, New()).SetResult();
        Changed?.Invoke();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
