using System.Text.Json.Serialization;

namespace RCoder.Contracts.Executions;

/// <summary>An execution as <c>GET /v1/executions/{id}</c> tells it; complete when <see cref="State"/> is finished.</summary>
public sealed record ExecutionResult
{
    public required ExecutionId Id { get; init; }
    public required ExecutionState State { get; init; }
    public string? Language { get; init; }
    public string? Runtime { get; init; }
    public Outcome? Outcome { get; init; }

    /// <summary>Null when a signal ended the program, or nothing has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? ExitCode { get; init; }

    /// <summary>The name of the signal that ended the program, such as <c>SIGSEGV</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Signal { get; init; }

    /// <summary>Absent when the stream is not valid UTF-8: then it is in <see cref="StdoutBase64"/>.</summary>
    public string? Stdout { get; init; }

    public string? Stderr { get; init; }
    public string? StdoutBase64 { get; init; }
    public string? StderrBase64 { get; init; }
    public Truncation Truncated { get; set; } = new();
    public CompileResult? Compile { get; init; }
    public double? CpuMs { get; init; }
    public double? WallMs { get; init; }
    public long? PeakMemoryBytes { get; init; }
    public int Attempt { get; set; } = 1;
    public bool Cached { get; init; }
    public string? Image { get; init; }
    public Timings? Timings { get; init; }
    public string? TraceId { get; init; }

    /// <summary>In words, why it ended as it did, where the outcome alone does not tell.</summary>
    public string? Message { get; init; }
}
