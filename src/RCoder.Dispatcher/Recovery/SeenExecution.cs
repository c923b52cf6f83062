using RCoder.Contracts.Events;

namespace RCoder.Dispatcher.Recovery;

/// <summary>What <c>rcoder.events</c> tells of one execution: enough to go on with it, or to leave it.</summary>
internal sealed record SeenExecution(int Attempt, int LastSeq, bool Finished)
{
    public static readonly SeenExecution Nothing = new(1, 0, false);

    /// <summary>Whether a dispatcher before us had begun.</summary>
    public bool Started => LastSeq > 0;

    /// <summary>The reader's rule of <see cref="ExecutionEvent"/>: what is old, or follows the end, does not count.</summary>
    public SeenExecution With(ExecutionEvent e) =>
        Finished || e.Attempt < Attempt || e.Seq <= LastSeq ? this : new(e.Attempt, e.Seq, e is Finished);
}
