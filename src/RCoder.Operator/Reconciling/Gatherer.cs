using RCoder.Kubernetes.Resources;
using RCoder.Operator.Catalogue;
using RCoder.Operator.Cluster;
using RCoder.Operator.Conditions;
using RCoder.Operator.Conformance;
using RCoder.Operator.Pools;

namespace RCoder.Operator.Reconciling;

/// <summary>Reads all that a decision about one runtime needs; nearly always from memory.</summary>
internal sealed class Gatherer(ClusterState cluster, PoolKeeper pools, CatalogueKeeper catalogue, Prover prover, ResourceWriter writer, TimeProvider time)
{
    /// <summary>After a refusal.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);

    /// <summary>So long a Job may be without a pod before the API server is asked why.</summary>
    public static readonly TimeSpan Podless = TimeSpan.FromSeconds(2);

    public async Task<Observation> GatherAsync(LanguageRuntime runtime, CancellationToken ct)
    {
        var (name, now) = (runtime.Metadata.Name, time.GetUtcNow());
        var problems = Valid.Problems(runtime, cluster.Runtimes.All.Where(other => other.Metadata.Name != name && other.Metadata.DeletionTimestamp is null));
        var hash = problems.Count == 0 ? pools.HashOf(runtime.Spec) : null;
        var members = MembersOf(name);
        var status = writer.StatusOf(runtime);
        var wasReady = status.Pool.Hash == hash && status.Conditions.Any(condition => condition is { Type: PoolReady.Type, Status: "True" });
        var (admission, refusal) = hash is null ? (null, null) : await AskAsync(runtime, hash, members, wasReady, now, ct);
        if (members.Any(member => member.Hash == hash && member.State is MemberState.Free or MemberState.Claimed))
            pools.Of(name).RanAt = now;
        return new Observation
        {
            Runtime = new LanguageRuntime { Metadata = runtime.Metadata, Spec = runtime.Spec, Status = status },
            Now = now,
            Problems = problems,
            Hash = hash,
            ProofHash = Decision.ProofHashOf(hash, runtime.Spec),
            Admission = admission,
            PoolRefusal = refusal,
            Topic = catalogue.Topic(name),
            Members = members,
            PoolWasReady = wasReady,
            RanAt = pools.Of(name).RanAt,
            Proof = prover.Find(name),
            Published = catalogue.Published(name),
        };
    }

    private IReadOnlyList<Member> MembersOf(string name)
    {
        var pool = pools.Of(name);
        return pool.With([.. cluster.JobsOf(name).Where(ClusterState.Warm).Select(job =>
        {
            var member = Member.Of(job, cluster.PodOf(job.Name), pool.Claimed.ContainsKey(job.Name));
            return pool.Retired.ContainsKey(job.Name) ? member with { State = MemberState.Ended } : member;
        })]);
    }

    private async Task<(Admission? Admission, Trouble? Refusal)> AskAsync(LanguageRuntime runtime, string hash, IReadOnlyList<Member> members, bool wasReady, DateTimeOffset now, CancellationToken ct)
    {
        var name = runtime.Metadata.Name;
        var pool = pools.Of(name);
        var own = members.Where(member => member.Hash == hash && member.State is MemberState.Starting or MemberState.Free or MemberState.Claimed).ToList();
        var podless = own.Any(member => member.Pod is null && now - member.CreatedAt > Podless);
        var refused = pool.Refusal is { } known && known.Hash == hash;
        var answered = pool.Admission is { } last && last.Hash == hash ? last : default;
        var isFresh = answered.Answer is not null && now - answered.At < AskAgain;

        // What is there was admitted; a quota that is used up since is no fault of the spec.
        if (own.Any(member => member.Pod is not null) && !podless && !refused)
            return (new Admission(true), null);
        if (!isFresh && (answered.Answer is not { Admitted: true } || podless || refused))
        {
            var answer = await pools.AskAsync(name, runtime.Spec, ct);
            pool.Admission = answered = (hash, answer, now);
        }
        if (answered.Answer!.Admitted)
        {
            if (refused && !podless)
                pool.Refusal = null;
            return (answered.Answer, pool.Refusal is { } left && left.Hash == hash ? left.Trouble : null);
        }
        return own.Any(member => member.Pod is not null) || (wasReady && answered.Answer.Refusal is { IsFull: true }) ? (new Admission(true), answered.Answer.Refusal) : (answered.Answer, null);
    }
}
