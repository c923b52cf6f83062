namespace RCoder.Operator.Catalogue;

/// <param name="Name">On the broker.</param>
/// <param name="Problem">Why it is not there; null: it is.</param>
internal sealed record TopicState(string Name, string? Problem);
