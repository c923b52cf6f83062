using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;

namespace RCoder.Kubernetes.Executions;

/// <summary>How much memory a pod needs: what its compiler or its program may use at the most, whichever is more.</summary>
public static class PodSize
{
    /// <summary>Of a pod in the pool, which any request within the runtime's defaults fits.</summary>
    public static long Pooled(RuntimeSpec spec) => For(spec, spec.Limits.Defaults());

    /// <summary>In bytes, whole MiB, without the runner's own.</summary>
    public static long For(RuntimeSpec spec, Limits run)
    {
        var compile = spec.CompileLimits()?.MemoryBytes ?? 0;
        const long mib = 1L << 20;
        return (Math.Max(run.MemoryBytes, compile) + mib - 1) / mib * mib;
    }
}
