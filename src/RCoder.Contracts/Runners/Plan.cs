using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Runners;

/// <summary>The body of the runner's <c>POST /claim</c>: everything that one execution needs.</summary>
public sealed record Plan
{
    public required ExecutionId Id { get; init; }

    /// <summary>Random; every later call must carry it as <c>Authorization: Bearer</c>.</summary>
    public required string Secret { get; init; }

    public required int Attempt { get; init; }

    /// <summary>The <c>seq</c> of the runner's first event.</summary>
    public required int FirstSeq { get; init; }

    public required IReadOnlyList<SourceFile> Files { get; init; }
    public string? Stdin { get; init; }
    public bool Interactive { get; init; }
    public PhasePlan? Compile { get; init; }
    public required PhasePlan Run { get; init; }

    public override string ToString() => $"plan of {Id}";
}

/// <summary>One program to start in the workspace.</summary>
public sealed record PhasePlan
{
    /// <summary>argv; the first is looked up in the PATH of <see cref="Env"/> when it holds no '/'.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The whole environment of the program: nothing is inherited.</summary>
    public required IReadOnlyDictionary<string, string> Env { get; init; }

    public required Limits Limits { get; init; }
}
