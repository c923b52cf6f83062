namespace RCoder.Integration.Hosting;

/// <summary>Tests that nothing may run beside: they crash what others use, or promise a time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
