using System.ComponentModel.DataAnnotations;

namespace RCoder.Kubernetes.Leading;

/// <summary>Which Lease makes a leader, and for how long. Candidates need the same durations.</summary>
public sealed class LeadershipOptions : IValidatableObject
{
    /// <summary>The Lease's namespace.</summary>
    [Required]
    public string Namespace { get; set; } = "rcoder";

    /// <summary>The Lease's name.</summary>
    [Required]
    public string Lease { get; set; } = "rcoder-operator";

    /// <summary>Who we are: of one process alone, so that one started again is not taken for the one before.</summary>
    [Required]
    public string Identity { get; set; } = $"{Environment.MachineName}_{Guid.NewGuid():N}";

    /// <summary>How long others leave a lease alone that they don't see renewed, in whole seconds. 2 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Without a renewal in so long, a leader stops: the rest of <see cref="Duration"/> is the time that its work has to end.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan StopAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a leader renews, and others look.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (StopAfter >= Duration)
            yield return new($"is {StopAfter}; it must be less than Duration, {Duration}", [nameof(StopAfter), nameof(Duration)]);
        if (Interval * 2 > StopAfter)
            yield return new($"is {Interval}; it must be at most half of StopAfter, {StopAfter}", [nameof(Interval), nameof(StopAfter)]);
    }
}
