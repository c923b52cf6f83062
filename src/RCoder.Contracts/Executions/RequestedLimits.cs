namespace RCoder.Contracts.Executions;

/// <summary>Limits as a person writes them, in a request or a LanguageRuntime: what is absent keeps its default. Units as in <see cref="Limits"/>.</summary>
public sealed record RequestedLimits
{
    public long? WallMs { get; init; }
    public long? CpuMs { get; init; }
    public long? MemoryBytes { get; init; }
    public long? OutputBytes { get; init; }
    public int? Processes { get; init; }
    public OnOutput? OnOutput { get; init; }
}
