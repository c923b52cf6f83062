using System.Text.Json.Serialization;

namespace RCoder.Contracts.Executions;

public enum ExecutionState
{
    [JsonStringEnumMemberName("queued")] Queued,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("finished")] Finished,
}
