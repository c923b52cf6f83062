using System.Text.Json.Serialization;

namespace RCoder.Contracts.Executions;

/// <summary>How the compile phase of a compiled language went.</summary>
public sealed record CompileResult
{
    public required Outcome Outcome { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? ExitCode { get; init; }

    public string? Stdout { get; init; }
    public string? Stderr { get; init; }
    public string? StdoutBase64 { get; init; }
    public string? StderrBase64 { get; init; }
    public double CpuMs { get; init; }
    public double WallMs { get; init; }
}
