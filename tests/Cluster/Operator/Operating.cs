namespace RCoder.Cluster.Operator;

/// <summary>Tests that run an operator: one at a time, as each uses the whole machine.</summary>
[CollectionDefinition(nameof(Operating))]
public sealed class Operating;
