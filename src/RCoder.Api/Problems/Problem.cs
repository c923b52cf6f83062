namespace RCoder.Api.Problems;

/// <summary>The body of every answer that is an error: RFC 9457, with <c>errors</c> by field.</summary>
internal sealed record Problem
{
    /// <summary>What kind of error it is, in the standard's words for its status.</summary>
    public required string Title { get; init; }

    public required int Status { get; init; }

    /// <summary>What is wrong with this request, and what to do about it.</summary>
    public required string Detail { get; init; }

    /// <summary>All that is wrong, by field (<c>limits.wallMs</c>, <c>files[2].name</c>) or header.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    public string? TraceId { get; init; }
}
