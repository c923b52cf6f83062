using System.Text.Json.Serialization;
using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Runners;

/// <summary>The answer of the runner's <c>GET /state</c>.</summary>
public sealed record RunnerState
{
    public required RunnerPhase State { get; init; }
    public ExecutionId? Execution { get; init; }
    public int? Attempt { get; init; }

    /// <summary>The <c>seq</c> of the last event there is.</summary>
    public int? LastSeq { get; init; }
}

public enum RunnerPhase
{
    [JsonStringEnumMemberName("free")] Free,
    [JsonStringEnumMemberName("claimed")] Claimed,
    [JsonStringEnumMemberName("finished")] Finished,
}
