using RCoder.Operator.Cluster;

namespace RCoder.Operator.Pools;

/// <summary>The burst first, then the refill: how many pods of pools may be made now, whatever their runtime.</summary>
internal sealed class RefillGate(TimeSpan hold, int maxStarting)
{
    private readonly Lock gate = new();
    private DateTimeOffset? since;

    public int Room(ClusterState cluster, DateTimeOffset now) => Room(cluster.ColdStarts(), cluster.PoolStarts(), now);

    /// <param name="coldStarts">Runs that wait for pods of their own to start.</param>
    /// <param name="poolStarts">Pods of pools that are starting.</param>
    /// <param name="now">By the clock that all calls share.</param>
    public int Room(int coldStarts, int poolStarts, DateTimeOffset now)
    {
        lock (gate)
        {
            if (coldStarts == 0)
            {
                since = null;
                return Math.Max(0, maxStarting - poolStarts);
            }
            since ??= now;
            // Runs that never stop coming must not keep every pool empty.
            return now - since < hold || poolStarts > 0 ? 0 : 1;
        }
    }
}
