using Microsoft.Extensions.Options;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Resources;
using RCoder.Operator.Catalogue;
using RCoder.Operator.Cluster;
using RCoder.Operator.Conditions;
using RCoder.Operator.Conformance;
using RCoder.Operator.Draining;
using RCoder.Operator.Pools;

namespace RCoder.Operator.Reconciling;

/// <summary>Brings the world to what one LanguageRuntime says: gather, decide, write.</summary>
internal sealed class RuntimeReconciler(
    Gatherer gatherer, ClusterState cluster, PoolKeeper pools, RefillGate refill, CatalogueKeeper catalogue, Prover prover, Drain drain, ResourceWriter writer,
    OperatorMetrics metrics, IOptions<ExecutionsOptions> executions, TimeProvider time)
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UntilKnown = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileHeld = TimeSpan.FromMilliseconds(500);

    /// <returns>When to come again, though nothing happens.</returns>
    public async Task<TimeSpan?> ReconcileAsync(LanguageRuntime entity, CancellationToken ct)
    {
        var name = entity.Metadata.Name;
        if (entity.Metadata.DeletionTimestamp is not null)
        {
            prover.End(name);
            if (drain.Find(name) is not null)
                catalogue.WantGone(name);
            return null;
        }
        if (!catalogue.Known && catalogue.Problem is null)
            return UntilKnown;
        if (entity.Metadata.Finalizers?.Contains(Names.Finalizer) != true)
            await writer.HoldAsync(entity, ct);

        var seen = await gatherer.GatherAsync(entity, ct);
        var decision = Decision.Of(seen);
        var (actions, desired, again) = PlanPool(seen, decision);

        if (!catalogue.Known)
            // What serves now is not known: nothing may be taken from it.
            (actions, again) = (actions with { Retire = [], Discard = [] }, Sooner(again, UntilKnown));

        // A topic's name is the runtime's: one that is not valid must not have one.
        if (seen.Problems.Count == 0 || decision.Record is not null)
            catalogue.Want(name, catalogue.Known ? decision.Record : null);
        if (decision.Prove)
        {
            prover.Begin(name, entity.Spec, seen.ProofHash!, ct);
            again = Sooner(again, prover.Find(name)?.Again - seen.Now);
        }
        again = Sooner(again, await pools.DoAsync(name, hash => hash == seen.Hash ? entity.Spec : seen.Published!.Spec, actions, ct));
        if (seen.Admission is { Admitted: false } || seen.PoolRefusal is not null)
            again = Sooner(again, Gatherer.AskAgain);
        again = Sooner(again, StuckAt(seen) - seen.Now);

        var status = StatusOf(seen, decision, desired);
        metrics.Pool(name, status.Pool, decision.IsReady);
        return Sooner(again, await writer.WriteAsync(entity, status, ct));
    }

    /// <summary>The runtime is there no more; pods, a record or a topic may be, if its finalizer went without us.</summary>
    public void Deleted(string name)
    {
        prover.End(name);
        pools.Forget(name);
        catalogue.Forget(name);
        catalogue.WantGone(name);
        writer.Forget(name);
        metrics.Forget(name);
    }

    private (PoolActions Actions, int Desired, TimeSpan? Again) PlanPool(Observation seen, Decision decision)
    {
        var (name, spec) = (seen.Runtime.Metadata.Name, seen.Runtime.Spec.Pool);
        var (desired, again) = pools.Of(name).Demand.Desired(spec.Min, spec.Max, cluster.ColdRuns(name));
        var actions = PoolPlan.Decide(new PoolInput
        {
            Now = seen.Now,
            Serving = decision.Serving,
            Next = seen.Hash,
            ServingCanGrow = seen.Published is { } published && published.Pool == decision.Serving && published.Pool == pools.HashOf(published.Spec),
            MayGrow = decision.MayMakePods,
            Desired = desired,
            Min = spec.Min,
            Max = spec.Max,
            Room = refill.Room(cluster, seen.Now),
            MaxAge = TimeSpan.FromSeconds(executions.Value.WaitSeconds * 0.9),
            Members = seen.Members,
        });
        return (actions, desired, Sooner(Sooner(again, actions.Again), actions.Held > 0 ? WhileHeld : null));
    }

    /// <summary>When a pod that starts will have taken too long, to be there or to run, or the pool too long to have one again.</summary>
    private static DateTimeOffset? StuckAt(Observation seen) => seen.Members
        .Where(member => member.State == MemberState.Starting)
        .Select(member => member.CreatedAt + (member.Pod is null ? Gatherer.Podless : PoolReady.Patience))
        .Append(seen.RanAt.UtcDateTime + PoolReady.Patience)
        .Select(at => (DateTimeOffset?)(at + OneSecond))
        .Where(at => at > seen.Now)
        .Min();

    private LanguageRuntimeStatus StatusOf(Observation seen, Decision decision, int desired)
    {
        var before = seen.Runtime.Status ?? new();
        var proof = seen.Proof is { Passed: true } passed && passed.Hash == seen.ProofHash ? passed : null;
        int Count(MemberState state) => seen.Members.Count(member => member.State == state && (state == MemberState.Claimed || member.Hash == (decision.Serving ?? seen.Hash)));
        return new LanguageRuntimeStatus
        {
            ObservedGeneration = seen.Runtime.Metadata.Generation ?? 0,
            Conditions = ConditionList.Of(decision.Verdicts, before.Conditions, seen.Runtime.Metadata.Generation ?? 0, time.GetUtcNow()),
            Pool = new PoolStatus { Hash = seen.Hash, Ready = Count(MemberState.Free), Claimed = Count(MemberState.Claimed), Desired = desired },
            Latency = proof is null ? before.Latency : proof.Latency,
            ConformanceHash = proof?.Hash ?? before.ConformanceHash,
        };
    }

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;
}
