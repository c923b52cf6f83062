namespace RCoder.Contracts.Executions;

/// <summary>Which streams were longer than <c>limits.outputBytes</c> and were cut there.</summary>
public sealed record Truncation
{
    public bool Stdout { get; init; }
    public bool Stderr { get; init; }
}
