using System.Text.Json.Serialization;

namespace RCoder.Contracts.Executions;

/// <summary>Which of the two programs of an execution wrote something.</summary>
public enum Phase
{
    [JsonStringEnumMemberName("compile")] Compile,
    [JsonStringEnumMemberName("run")] Run,
}
