namespace RCoder.Contracts.Executions;

/// <summary>The body of <c>POST /v1/executions</c>, as the caller wrote it.</summary>
public sealed record ExecutionRequest
{
    /// <summary>An alias in any case, or <c>name@range</c> with a semantic version range.</summary>
    public required string Language { get; init; }

    /// <summary>A semantic version range, where <see cref="Language"/> has none.</summary>
    public string? Version { get; init; }

    /// <summary>The program. The file named as the runtime's source runs, else the first.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }
    /// <summary>What the program reads on stdin; then comes the end of file, unless it is interactive.</summary>
    public string? Stdin { get; init; }

    /// <summary>Keep stdin open for <c>POST …/stdin</c>.</summary>
    public bool Interactive { get; init; }

    /// <summary>Arguments of the program, after those of its runtime.</summary>
    public IReadOnlyList<string> Args { get; set; } = [];
    /// <summary>Variables of the program, over those of its runtime.</summary>
    public IReadOnlyDictionary<string, string> Env { get; set; } = new Dictionary<string, string>();
    /// <summary>What is absent is the runtime's default; what is above its maximum is refused.</summary>
    public RequestedLimits? Limits { get; init; }

    /// <summary>Milliseconds from acceptance to the start of the program; past them it is <see cref="Outcome.Expired"/>.</summary>
    public long? DeadlineMs { get; init; }
}
