using System.Text.Json.Serialization;
using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Jobs;

/// <summary>A record of <c>rcoder.control</c>: what a caller says to an execution after it was accepted.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Stdin), "stdin")]
public abstract record ControlMessage
{
    public required ExecutionId Id { get; init; }
    public required DateTimeOffset At { get; init; }
}

public sealed record Cancel : ControlMessage;

/// <summary>Bytes for the program's stdin, in the order of the log.</summary>
public sealed record Stdin : ControlMessage
{
    /// <summary>Base64.</summary>
    public byte[] Data { get; set; } = [];

    /// <summary>Close stdin after these bytes.</summary>
    public bool Eof { get; init; }
}
