using RCoder.Operator.Pools;
using RCoder.Operator.Reconciling;

namespace RCoder.Operator.Conditions;

/// <summary>Pods of the spec come up. That none waits just now, because all are claimed, does not undo it.</summary>
internal static class PoolReady
{
    public const string Type = "PoolReady";

    /// <summary>How long a pod may start without a word, and a full cluster may keep a pool that worked from having one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Verdict Of(Observation seen)
    {
        if (seen.Hash is not { } hash)
            return new(Type, null, "NotValid", "pods are made once the runtime is valid");
        var pods = seen.Members.Where(member => member.Hash == hash).ToList();
        var (free, claimed) = (pods.Count(member => member.State == MemberState.Free), pods.Count(member => member.State == MemberState.Claimed));
        if (free + claimed > 0)
            return new(Type, true, "PodsRunning", "its pods run");
        var worksStill = seen.PoolWasReady && seen.Now - seen.RanAt <= Patience;
        // Of the last pod alone: what stood in an earlier one's way may be gone.
        if (pods.Where(pod => pod.State != MemberState.Ended).MaxBy(member => member.CreatedAt)?.Trouble is { } trouble && Counts(trouble))
            return new(Type, false, trouble.Reason, trouble.Message);
        if (!worksStill && pods.Find(pod => pod.State == MemberState.Starting && seen.Now - pod.CreatedAt > Patience) is { } stuck)
            return new(Type, false, "PodsStuck", $"pod {stuck.Pod ?? $"of Job {stuck.Job}"} has not started for {Patience.TotalSeconds} s; its events tell why (kubectl describe)");
        if (pods.Count > 0 && pods.All(pod => pod.State == MemberState.Failed))
            return new(Type, false, "PodsFail", "its pods fail before their runner runs; the events of its Jobs tell more");
        if (seen.PoolRefusal is { } refusal && Counts(refusal))
            return new(Type, false, refusal.Reason, refusal.Message);
        if (seen.Runtime.Spec.Pool.Min == 0)
            return new(Type, true, "OnDemand", "spec.pool.min is 0: a pod is made for each run");
        return seen.PoolWasReady
            ? new(Type, true, "PodsRunning", "its pods run")
            : new(Type, null, "Starting", "its first pod is starting");

        // A busy cluster is no fault of a runtime: its jobs wait their turn.
        bool Counts(Trouble trouble) => !(trouble.IsFull && worksStill);
    }
}
