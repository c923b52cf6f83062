using System.Diagnostics.CodeAnalysis;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>
/// Pods that wait for a program, as far as this process knows: another dispatcher may have been first. Each process
/// takes them in an order of its own, so that two seldom ask the same one.
/// </summary>
internal sealed class FreePods(DispatcherMetrics metrics)
{
    private readonly Lock gate = new();
    private readonly Dictionary<PoolKey, List<ExecutionPod>> pools = [];

    public void Put(ExecutionPod pod)
    {
        if (pod.Pool is not { } key)
            return;
        lock (gate)
        {
            if (!pools.TryGetValue(key, out var free))
                pools.Add(key, free = []);
            free.Insert(Random.Shared.Next(free.Count + 1), pod);
            metrics.Free(key.Runtime, +1);
        }
    }

    public void Remove(ExecutionPod pod)
    {
        if (pod.Pool is not { } key)
            return;
        lock (gate)
        {
            if (!pools.TryGetValue(key, out var free) || !free.Remove(pod))
                return;
            metrics.Free(key.Runtime, -1);
            if (free.Count == 0)
                pools.Remove(key);
        }
    }

    public bool TryTake(PoolKey key, [NotNullWhen(true)] out ExecutionPod? pod)
    {
        lock (gate)
        {
            pod = pools.TryGetValue(key, out var free) ? free[^1] : null;
            if (pod is not null)
                Remove(pod);
            return pod is not null;
        }
    }
}
