namespace RCoder.Dispatcher.Recovery;

/// <summary>What becomes of a job that was taken from the log.</summary>
internal abstract record Decision
{
    /// <summary>It has its end: nothing is to be done.</summary>
    public sealed record Leave : Decision;

    /// <summary>Nobody has begun this attempt.</summary>
    public sealed record Start(int Attempt, int Seq) : Decision;

    /// <summary>A runner still has it: go on from there.</summary>
    public sealed record Resume(int Attempt, int FromSeq) : Decision;

    /// <summary>It was begun, and is lost.</summary>
    public sealed record Retry(int Attempt, int Seq) : Decision;

    public static Decision For(SeenExecution seen, bool held) => seen switch
    {
        { Finished: true } => new Leave(),
        _ when held => new Resume(seen.Attempt, seen.LastSeq + 1),
        { Begun: true } => new Retry(seen.Attempt + 1, seen.LastSeq + 1),
        _ => new Start(seen.Attempt, seen.LastSeq + 1),
    };
}
