using System.Text.Json.Serialization;

namespace RCoder.Contracts.Executions;

/// <summary>What happens when a stream passes <c>limits.outputBytes</c>.</summary>
public enum OnOutput
{
    /// <summary>The rest is read, counted and dropped; the program goes on and the result is flagged.</summary>
    [JsonStringEnumMemberName("truncate")] Truncate,

    /// <summary>The program is killed: <see cref="Outcome.OutputLimitExceeded"/>.</summary>
    [JsonStringEnumMemberName("kill")] Kill,
}
