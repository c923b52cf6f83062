using RCoder.Contracts.Runtimes;

namespace RCoder.Runtimes.Catalogue;

/// <summary>The runtimes that there are now. Reading is free of locks and always sees one whole state.</summary>
public sealed class RuntimeCatalogue
{
    private readonly Lock writing = new();
    private volatile Runtime[] all = [];

    /// <summary>After each change, on the thread that made it.</summary>
    public event Action? Changed;

    /// <summary>Every runtime, ready or not, by name.</summary>
    public IReadOnlyList<Runtime> All => all;

    /// <summary>The runtime of this very name: that of a job, not of a request.</summary>
    public Runtime? Find(string name) => Array.Find(all, runtime => runtime.Name == name);

    /// <summary>What a request means by <paramref name="language"/> (an alias in any case, or <c>name@range</c>) and <paramref name="version"/>.</summary>
    public RuntimeResolution Resolve(string language, string? version) => RuntimeResolver.Resolve(all, language, version);

    public void Replace(IEnumerable<Runtime> runtimes) => Write(_ => runtimes);

    public void Put(Runtime runtime) => Write(now => now.Where(other => other.Name != runtime.Name).Append(runtime));

    public void Remove(string name) => Write(now => now.Where(other => other.Name != name));

    private void Write(Func<Runtime[], IEnumerable<Runtime>> change)
    {
        lock (writing)
            all = [.. change(all).OrderBy(runtime => runtime.Name, StringComparer.Ordinal)];
        Changed?.Invoke();
    }
}
