namespace RCoder.Operator.Pools;

/// <summary>Why pods of a runtime don't come up: a condition's reason, and words that tell what to do.</summary>
/// <param name="Reason">The condition's.</param>
/// <param name="Message">The condition's.</param>
/// <param name="IsFull">What the cluster has is in use: others' runs may end, and it passes.</param>
internal sealed record Trouble(string Reason, string Message, bool IsFull = false);
