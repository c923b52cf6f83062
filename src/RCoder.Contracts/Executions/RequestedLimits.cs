using System.ComponentModel.DataAnnotations;
using RCoder.Contracts.Requests;
using RCoder.Contracts.Runtimes;

namespace RCoder.Contracts.Executions;

/// <summary>Limits as a person writes them, in a request or a LanguageRuntime: what is absent keeps its default.</summary>
public sealed record RequestedLimits
{
    /// <summary>Elapsed time in milliseconds; past it the program is killed: <c>TimeLimitExceeded</c>.</summary>
    [Range(RequestBounds.LeastTimeMs, RuntimeBounds.MostTimeMs)]
    public long? WallMs { get; init; }

    /// <summary>CPU time of all processes together in milliseconds; past it the program is killed: <c>CpuLimitExceeded</c>.</summary>
    [Range(RequestBounds.LeastTimeMs, RuntimeBounds.MostTimeMs)]
    public long? CpuMs { get; init; }

    /// <summary>Memory of all processes together and the files they wrote, in bytes; past it the program is killed: <c>MemoryLimitExceeded</c>.</summary>
    [Range(RequestBounds.LeastMemoryBytes, RuntimeBounds.MostMemoryBytes)]
    public long? MemoryBytes { get; init; }

    /// <summary>Bytes that are kept of stdout, and of stderr.</summary>
    [Range(RequestBounds.LeastOutputBytes, RuntimeBounds.MostOutputBytes)]
    public long? OutputBytes { get; init; }

    /// <summary>Processes and threads that may live at one time.</summary>
    [Range(RequestBounds.LeastProcesses, RuntimeBounds.MostProcesses)]
    public int? Processes { get; init; }

    /// <summary>What happens past <c>outputBytes</c>: <c>truncate</c> drops the rest, <c>kill</c> ends the program with <c>OutputLimitExceeded</c>.</summary>
    public OnOutput? OnOutput { get; init; }
}
