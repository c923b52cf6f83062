namespace RCoder.Cluster.Clusters;

/// <summary>Tests that nothing may run beside: they break what others use, or promise a time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
