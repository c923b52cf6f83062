namespace RCoder.Kubernetes.Watching;

internal sealed class StoreIndex<T>(Func<T, IEnumerable<string>> keysOf)
{
    private readonly Dictionary<string, Dictionary<ObjectKey, T>> found = [];

    public IReadOnlyCollection<T> Under(string key) => found.TryGetValue(key, out var objects) ? [.. objects.Values] : [];

    public void Set(ObjectKey key, T? before, T? now)
    {
        foreach (var old in before is null ? [] : keysOf(before))
        {
            if (found.TryGetValue(old, out var objects) && objects.Remove(key) && objects.Count == 0)
                found.Remove(old);
        }
        foreach (var @new in now is null ? [] : keysOf(now))
        {
            if (!found.TryGetValue(@new, out var objects))
                found[@new] = objects = [];
            objects[key] = now!;
        }
    }
}
