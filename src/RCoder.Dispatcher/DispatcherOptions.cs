using System.ComponentModel.DataAnnotations;

namespace RCoder.Dispatcher;

/// <summary>Section <c>Dispatcher</c> of the configuration.</summary>
public sealed class DispatcherOptions
{
    public const string Section = "Dispatcher";

    /// <summary>Programs that run at one time in this process. 0: four a processor. 0 to 10000.</summary>
    [Range(0, 10_000)]
    public int MaxConcurrent { get; set; }

    /// <summary>Jobs of one partition taken from the log and not ended, waiting ones included; past it the partition is paused. 1 to 10000.</summary>
    [Range(1, 10_000)]
    public int MaxOpenPerPartition { get; set; } = 256;

    /// <summary>How often a run is tried that the platform loses. 1 to 10.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>What a runner asks of who claims it; the same for all dispatchers of one pool. Empty: random, for this process alone.</summary>
    public string? PoolToken { get; set; }

    public int Concurrency => MaxConcurrent > 0 ? MaxConcurrent : Environment.ProcessorCount * 4;
}
