namespace RCoder.Contracts.Events;

/// <summary>Where a job stands in its topic. Two positions of one partition tell how many jobs stand between them.</summary>
public sealed record JobPosition
{
    public required string Topic { get; init; }
    public required int Partition { get; init; }
    public required long Offset { get; init; }
}
