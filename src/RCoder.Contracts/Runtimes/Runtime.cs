namespace RCoder.Contracts.Runtimes;

/// <summary>A record of the catalogue topic <c>rcoder.runtimes</c>: a runtime, and whether it takes jobs.</summary>
public sealed record Runtime
{
    /// <summary>The name of its LanguageRuntime, and the end of its topic's name.</summary>
    public required string Name { get; init; }

    public required RuntimeSpec Spec { get; init; }
    public required bool Ready { get; init; }

    /// <summary>Why it is not ready, in words that tell what to do.</summary>
    public string? Message { get; init; }

    /// <summary>It is being deleted: nothing new is accepted, and what is queued ends with <c>PlatformError</c> and <see cref="Message"/>.</summary>
    public bool Draining { get; init; }

    /// <summary>The label <c>rcoder.dev/pool</c> of the pods that wait for its programs now; absent where there is no cluster.</summary>
    public string? Pool { get; init; }

    /// <summary>Of the LanguageRuntime; 0 where it was read from a file.</summary>
    public long Generation { get; init; }
}
