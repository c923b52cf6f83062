using System.Text.Json.Serialization;
using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Events;

/// <summary>
/// One thing that happened to an execution: a record of <c>rcoder.events</c>, keyed by <see cref="Id"/>.
/// Within one execution <see cref="Seq"/> counts up and never restarts: a reader keeps what has a higher
/// <see cref="Seq"/> and no lower <see cref="Attempt"/> than all before it, and nothing after the first <see cref="Finished"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Queued), "queued")]
[JsonDerivedType(typeof(Assigned), "assigned")]
[JsonDerivedType(typeof(Compiling), "compiling")]
[JsonDerivedType(typeof(Compiled), "compiled")]
[JsonDerivedType(typeof(Running), "running")]
[JsonDerivedType(typeof(Output), "output")]
[JsonDerivedType(typeof(Retrying), "retrying")]
[JsonDerivedType(typeof(Finished), "finished")]
public abstract record ExecutionEvent
{
    public required ExecutionId Id { get; init; }

    /// <summary>1 for the first try; one more each time that the platform lost a run.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>0 is <see cref="Accepted"/>, the API's; all else counts up from 1.</summary>
    public required int Seq { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>The job is in Kafka and acknowledged. It is written after that acknowledgement, and may come late: it still counts then.</summary>
public sealed record Accepted : ExecutionEvent
{
    public required string Runtime { get; init; }
    public required string Language { get; init; }
    public required string Tenant { get; init; }
    public required DateTimeOffset Deadline { get; init; }
    public required JobPosition Job { get; init; }

    /// <summary>Its stdin stays open for <c>POST …/stdin</c>.</summary>
    public bool Interactive { get; init; }
}

/// <summary>A dispatcher has it and waits for room to run it.</summary>
public sealed record Queued : ExecutionEvent
{
    /// <summary>How many stand before it, where that is known: the API tells it, a dispatcher tells why it waits.</summary>
    public int? Position { get; init; }

    public long? EtaMs { get; init; }
    public string? Reason { get; init; }
}

/// <summary>A runner has taken it.</summary>
public sealed record Assigned : ExecutionEvent
{
    public required string Runtime { get; init; }

    /// <summary>The pod, or the local sandbox.</summary>
    public required string Pod { get; init; }

    /// <summary>Whether that runner was waiting already.</summary>
    public required bool Warm { get; init; }

    public required JobPosition Job { get; init; }
}

public sealed record Compiling : ExecutionEvent;

public sealed record Compiled : ExecutionEvent
{
    public required Outcome Outcome { get; init; }
    public int? ExitCode { get; init; }
    public string? Signal { get; init; }
    public required double CpuMs { get; init; }
    public required double WallMs { get; init; }
    public Truncation Truncated { get; set; } = new();
}

public sealed record Running : ExecutionEvent;

/// <summary>At most 64 KiB that the program wrote: as text where it is valid UTF-8, else as Base64.</summary>
public sealed record Output : ExecutionEvent
{
    public required Phase Phase { get; init; }
    public required OutputStream Stream { get; init; }
    public string? Text { get; init; }
    public string? Base64 { get; init; }
}

/// <summary>The platform lost the run; <see cref="ExecutionEvent.Attempt"/> is that of the new try.</summary>
public sealed record Retrying : ExecutionEvent
{
    public required string Reason { get; init; }
}

/// <summary>The terminal event.</summary>
public sealed record Finished : ExecutionEvent
{
    public required Outcome Outcome { get; init; }
    public int? ExitCode { get; init; }
    public string? Signal { get; init; }
    public double? CpuMs { get; init; }
    public double? WallMs { get; init; }
    public long? PeakMemoryBytes { get; init; }
    public Truncation Truncated { get; set; } = new();
    public Timings? Timings { get; init; }
    public string? Runtime { get; init; }
    public string? Language { get; init; }
    public string? Image { get; init; }
    public string? TraceId { get; init; }
    public string? Message { get; init; }
}
