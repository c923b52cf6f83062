using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Jobs;

/// <summary>A record of <c>rcoder.jobs.&lt;runtime&gt;</c>: a request that was found good, with nothing left to look up but the runtime's spec.</summary>
public sealed record Job
{
    public required ExecutionId Id { get; init; }
    public required string Tenant { get; init; }
    public required string Runtime { get; init; }

    /// <summary>What the caller called the language.</summary>
    public required string Language { get; init; }

    /// <summary>Every file has its name; the one that runs comes first.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    public string? Stdin { get; init; }
    public bool Interactive { get; init; }
    public IReadOnlyList<string> Args { get; set; } = [];
    public IReadOnlyDictionary<string, string> Env { get; set; } = new Dictionary<string, string>();
    public required Limits Limits { get; init; }
    public required DateTimeOffset AcceptedAt { get; init; }
    public required DateTimeOffset Deadline { get; init; }

    public override string ToString() => $"job {Id} for {Runtime}";
}
