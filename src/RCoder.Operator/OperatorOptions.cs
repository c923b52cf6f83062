using System.ComponentModel.DataAnnotations;
using RCoder.Configuration;

namespace RCoder.Operator;

/// <summary>Section <c>Operator</c> of the configuration.</summary>
public sealed class OperatorOptions
{
    public const string Section = "Operator";

    /// <summary>The namespace of RCoder itself, where the Lease is.</summary>
    [Required]
    [RegularExpression("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", ErrorMessage = "must be a DNS label: at most 63 of a-z, 0-9 and '-'")]
    public string Namespace { get; set; } = Environment.GetEnvironmentVariable("POD_NAMESPACE") is { Length: > 0 } own ? own : "rcoder";

    /// <summary>A label selector of the LanguageRuntimes that are this operator's; empty: all of the cluster.</summary>
    public string? Selector { get; set; }

    /// <summary>What a runner asks of who claims or retires it; the same as the Secret of <c>Executions:TokenSecret</c>.</summary>
    [Secret]
    public string? PoolToken { get; set; }

    /// <summary>The file that holds it, in place of <see cref="PoolToken"/>.</summary>
    public string? PoolTokenFile { get; set; }

    /// <summary>Whether the job topic of a deleted runtime goes too.</summary>
    public bool DeleteTopics { get; set; } = true;

    /// <summary>How long a runtime that is deleted waits for its runs and its queue, in seconds. 0 to 86400.</summary>
    [Range(0, 86_400)]
    public int DrainSeconds { get; set; } = 300;

    /// <summary>How long pools are not refilled while runs wait for pods of their own, in seconds; then one pod at a time. 0 to 600.</summary>
    [Range(0, 600)]
    public int RefillHoldSeconds { get; set; } = 30;

    /// <summary>Pods of all pools that may be starting at one time. 1 to 1000.</summary>
    [Range(1, 1000)]
    public int MaxStarting { get; set; } = 16;

    /// <summary>How long less demand must last before pods of a pool end, in seconds. 1 to 86400.</summary>
    [Range(1, 86_400)]
    public int ShrinkAfterSeconds { get; set; } = 120;

    /// <summary>Pods of conformance cases, over all runtimes, at one time. 1 to 100.</summary>
    [Range(1, 100)]
    public int ConformancePods { get; set; } = 2;

    /// <summary>Runs from which a runtime's latency is measured. 1 to 100.</summary>
    [Range(1, 100)]
    public int LatencyRuns { get; set; } = 3;

    /// <summary>The pool's token, from where it is.</summary>
    /// <exception cref="IOException">Its file can't be read.</exception>
    public string ReadPoolToken() => string.IsNullOrEmpty(PoolTokenFile) ? PoolToken! : File.ReadAllText(PoolTokenFile).Trim();
}
