namespace RCoder.Runner.Supervision;

/// <summary>Why the runner itself ended a phase; the first cause counts.</summary>
internal enum EndCause
{
    /// <summary>It did not: the program ended.</summary>
    None,
    Cancelled,
    WallTime,
    CpuTime,
    Memory,
    Output,
    Processes,
}
