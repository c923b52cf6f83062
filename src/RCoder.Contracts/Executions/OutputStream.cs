using System.Text.Json.Serialization;

namespace RCoder.Contracts.Executions;

public enum OutputStream
{
    [JsonStringEnumMemberName("stdout")] Stdout,
    [JsonStringEnumMemberName("stderr")] Stderr,
}
