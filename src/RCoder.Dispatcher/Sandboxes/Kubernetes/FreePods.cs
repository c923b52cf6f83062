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

    /// <summary>False: it is here already, or may not wait any more. Its runner may have been asked a moment ago, and much has happened since.</summary>
    public bool Put(ExecutionPod pod)
    {
        if (pod.Pool is not { } key)
            return false;
        lock (gate)
        {
            var free = pools.GetValueOrDefault(key, []);
            if (!pod.MayWait || free.Contains(pod))
                return false;
            free.Insert(Random.Shared.Next(free.Count + 1), pod);
            pools[key] = free;
            metrics.Free(key.Runtime, +1);
            return true;
        }
    }

    /// <summary>False: it was not here.</summary>
    public bool Remove(ExecutionPod pod)
    {
        if (pod.Pool is not { } key)
            return false;
        lock (gate)
        {
            if (!pools.TryGetValue(key, out var free) || !free.Remove(pod))
                return false;
            metrics.Free(key.Runtime, -1);
            if (free.Count == 0)
                pools.Remove(key);
            return true;
        }
    }

    /// <summary>Takes one, which is in use from then on.</summary>
    public bool TryTake(PoolKey key, [NotNullWhen(true)] out ExecutionPod? pod)
    {
        lock (gate)
        {
            pod = pools.TryGetValue(key, out var free) ? free[^1] : null;
            if (pod is null)
                return false;
            Remove(pod);
            pod.Use();
            return true;
        }
    }
}
