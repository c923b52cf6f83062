namespace RCoder.Contracts.Executions;

/// <summary>The limits of one phase, complete: what the runner enforces.</summary>
public sealed record Limits
{
    /// <summary>Elapsed time in milliseconds.</summary>
    public required long WallMs { get; init; }

    /// <summary>CPU time of the whole process tree in milliseconds.</summary>
    public required long CpuMs { get; init; }

    /// <summary>Resident memory of the whole process tree and the files it wrote to tmpfs, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Bytes kept of each of stdout and stderr.</summary>
    public required long OutputBytes { get; init; }

    /// <summary>Processes and threads that may live at one time.</summary>
    public required int Processes { get; init; }

    public OnOutput OnOutput { get; set; } = OnOutput.Truncate;

    /// <summary>What a runtime that names no limits gets by default.</summary>
    public static readonly Limits Default = new()
    {
        WallMs = 10_000,
        CpuMs = 10_000,
        MemoryBytes = 256L << 20,
        OutputBytes = 1L << 20,
        Processes = 64,
    };

    /// <summary>The most that a request may ask of a runtime that names no maxima.</summary>
    public static readonly Limits Maximum = new()
    {
        WallMs = 60_000,
        CpuMs = 60_000,
        MemoryBytes = 1L << 30,
        OutputBytes = 16L << 20,
        Processes = 256,
    };

    /// <summary>These limits, with what <paramref name="asked"/> names in place of theirs.</summary>
    public Limits With(RequestedLimits? asked) => asked is null ? this : new Limits
    {
        WallMs = asked.WallMs ?? WallMs,
        CpuMs = asked.CpuMs ?? CpuMs,
        MemoryBytes = asked.MemoryBytes ?? MemoryBytes,
        OutputBytes = asked.OutputBytes ?? OutputBytes,
        Processes = asked.Processes ?? Processes,
        OnOutput = asked.OnOutput ?? OnOutput,
    };
}
