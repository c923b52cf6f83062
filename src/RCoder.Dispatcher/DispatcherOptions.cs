using System.ComponentModel.DataAnnotations;
using RCoder.Configuration;

namespace RCoder.Dispatcher;

/// <summary>Section <c>Dispatcher</c> of the configuration.</summary>
public sealed class DispatcherOptions
{
    public const string Section = "Dispatcher";

    /// <summary>Where <c>rcoder dispatcher</c> finds runners: <c>Kubernetes</c>, in pods; <c>Static</c>, at known names, as in Docker Compose.</summary>
    public SandboxKind Sandboxes { get; set; }

    /// <summary>Programs that run at one time by this process. 0: four a processor on this machine, 1000 on a cluster. 0 to 10000.</summary>
    [Range(0, 10_000)]
    public int MaxConcurrent { get; set; }

    /// <summary>Jobs of one partition taken from the log and not ended, waiting ones included; past it the partition is paused. 1 to 10000.</summary>
    [Range(1, 10_000)]
    public int MaxOpenPerPartition { get; set; } = 256;

    /// <summary>How often a run is tried that the platform loses. 1 to 10.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>What a runner asks of who claims it; the same for all dispatchers of one pool. Empty: random, for this process alone.</summary>
    [Secret]
    public string? PoolToken { get; set; }

    /// <summary>The file that holds <see cref="PoolToken"/>, in its place; read once, at the start.</summary>
    public string? PoolTokenFile { get; set; }
}

public enum SandboxKind
{
    Kubernetes,
    Static,
}
