using k8s;
using k8s.Models;

namespace RCoder.Kubernetes.Watching;

/// <summary>The objects as they were last seen. Any thread reads; only the informer writes. What is read must not be changed.</summary>
/// <param name="defaultNamespace">Of objects that are asked for without one.</param>
public sealed class Store<T>(string? defaultNamespace = null)
    where T : IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock gate = new();
    private readonly Dictionary<ObjectKey, T> objects = [];
    private readonly Dictionary<string, StoreIndex<T>> indexes = [];

    public IReadOnlyCollection<T> All
    {
        get
        {
            lock (gate)
                return [.. objects.Values];
        }
    }

    public T? Find(string name, string? @namespace = null)
    {
        lock (gate)
            return objects.GetValueOrDefault(new(@namespace ?? defaultNamespace, name));
    }

    /// <summary>Objects are found by <see cref="ByIndex"/> under each of their <paramref name="keys"/>. Before the informer runs.</summary>
    public void AddIndex(string name, Func<T, IEnumerable<string>> keys)
    {
        lock (gate)
        {
            if (objects.Count > 0)
                throw new InvalidOperationException($"index {name} is added after the informer has begun");
            indexes.Add(name, new(keys));
        }
    }

    public IReadOnlyCollection<T> ByIndex(string name, string key)
    {
        lock (gate)
            return indexes[name].Under(key);
    }

    internal T? Find(ObjectKey key)
    {
        lock (gate)
            return objects.GetValueOrDefault(key);
    }

    internal IReadOnlyCollection<ObjectKey> Keys
    {
        get
        {
            lock (gate)
                return [.. objects.Keys];
        }
    }

    /// <summary>What was there before.</summary>
    internal T? Set(ObjectKey key, T? now)
    {
        lock (gate)
        {
            var before = objects.GetValueOrDefault(key);
            if (now is null)
                objects.Remove(key);
            else
                objects[key] = now;
            foreach (var index in indexes.Values)
                index.Set(key, before, now);
            return before;
        }
    }
}
