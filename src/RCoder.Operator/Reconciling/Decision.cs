using RCoder.Contracts.Runtimes;
using RCoder.Operator.Conditions;
using RCoder.Operator.Conformance;

namespace RCoder.Operator.Reconciling;

/// <summary>What follows from an observation; pure.</summary>
internal sealed record Decision
{
    /// <summary>All conditions, Ready the last.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>What the catalogue should hold; null: nothing of ours yet.</summary>
    public Runtime? Record { get; init; }

    /// <summary>The conformance cases are to run.</summary>
    public bool Prove { get; init; }

    /// <summary>Pods of the spec may be made.</summary>
    public bool MayMakePods { get; init; }

    /// <summary>The pods that are claimed now.</summary>
    public string? Serving => Record is { Ready: true } ? Record.Pool : null;

    public bool IsReady => Verdicts[^1].Holds == true;

    public static Decision Of(Observation seen)
    {
        var valid = Valid.Of(seen);
        var pool = PoolReady.Of(seen);
        var conformant = Conformant.Of(seen);
        var verdicts = (List<Verdict>)[valid, TopicReady.Of(seen), pool, conformant];
        var ready = Ready.Of(verdicts);
        var record = RecordOf(seen, ready);
        if (ready.Holds == true && !IsTold(seen, record!))
            ready = new Verdict(Ready.Type, null, "Publishing", "the catalogue is being told");
        else if (ready.Holds != true && record is { Ready: true, Generation: var old })
            ready = ready with { Message = $"{ready.Message}. Until then it takes jobs as generation {old} has it" };
        return new Decision
        {
            Verdicts = [.. verdicts, ready],
            Record = record,
            Prove = valid.Holds == true && pool.Holds == true && conformant.Holds != true,
            MayMakePods = valid.Holds == true && seen.PoolRefusal is null,
        };
    }

    public static string? ProofHashOf(string? poolHash, RuntimeSpec spec) => poolHash is null ? null : ProofHash.Of(poolHash, spec);

    /// <summary>Whoever waits for Ready runs a program next: the API must know of it by then.</summary>
    private static bool IsTold(Observation seen, Runtime record) =>
        seen.Published is { Ready: true, Draining: false } published && published.Generation == record.Generation && published.Pool == record.Pool;

    /// <summary>As a Deployment does, a changed runtime goes on as it was until it has shown that it can work as it is now.</summary>
    private static Runtime? RecordOf(Observation seen, Verdict ready)
    {
        var published = seen.Published;
        if (seen.Problems.Count > 0)
            return published is { Ready: false } ? published with { Message = ready.Message } : published;
        var now = new Runtime
        {
            Name = seen.Runtime.Metadata.Name,
            Spec = seen.Runtime.Spec,
            Ready = ready.Holds == true,
            Message = ready.Holds == true ? null : ready.Message,
            Pool = seen.Hash,
            Generation = seen.Runtime.Metadata.Generation ?? 0,
        };
        var serves = published is { Ready: true, Draining: false };
        // Nor is a runtime taken back for what can't be known just now.
        return serves && !now.Ready && (!IsTold(seen, now) || ready.Holds is null) ? published : now;
    }
}
