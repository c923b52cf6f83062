namespace RCoder.Contracts.Executions;

/// <summary>Where the time of one execution went, in milliseconds. The parts add up to <see cref="TotalMs"/>.</summary>
public sealed record Timings
{
    /// <summary>From acceptance until a dispatcher took it up.</summary>
    public double QueuedMs { get; init; }

    /// <summary>From then until a runner had taken the program.</summary>
    public double ClaimMs { get; init; }

    public double CompileMs { get; init; }
    public double RunMs { get; init; }

    /// <summary>All else: handing events on, and retries.</summary>
    public double PublishMs { get; init; }

    public double TotalMs { get; init; }
}
