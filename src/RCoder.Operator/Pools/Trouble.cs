namespace RCoder.Operator.Pools;

/// <summary>Why pods of a runtime don't come up: a condition's reason, and words that tell what to do.</summary>
internal sealed record Trouble(string Reason, string Message);
