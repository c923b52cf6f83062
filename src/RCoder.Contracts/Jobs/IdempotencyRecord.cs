using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Jobs;

/// <summary>A record of <c>rcoder.idempotency</c>, keyed by tenant and <c>Idempotency-Key</c>. The first of a key wins.</summary>
public sealed record IdempotencyRecord
{
    public required ExecutionId Id { get; init; }

    /// <summary>SHA-256 of the request body, lower-case hex.</summary>
    public required string BodySha256 { get; init; }
}
