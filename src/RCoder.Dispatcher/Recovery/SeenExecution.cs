using RCoder.Contracts.Events;

namespace RCoder.Dispatcher.Recovery;

/// <summary>What <c>rcoder.events</c> tells of one execution: enough to go on with it, or to leave it.</summary>
/// <param name="Attempt">The last one.</param>
/// <param name="LastSeq">The number of the last event that counts.</param>
/// <param name="Begun">Whether a dispatcher before us had handed that attempt to a runner.</param>
/// <param name="Finished">Whether it has its end.</param>
internal sealed record SeenExecution(int Attempt, int LastSeq, bool Begun, bool Finished)
{
    public static readonly SeenExecution Nothing = new(1, 0, false, false);

    /// <summary>The reader's rule of <see cref="ExecutionEvent"/>: what is old, or follows the end, does not count.</summary>
    public SeenExecution With(ExecutionEvent e) =>
        Finished || e.Attempt < Attempt || e.Seq <= LastSeq ? this : new(e.Attempt, e.Seq, Begins(e) || Begun && e.Attempt == Attempt, e is Finished);

    // The rest only tells of waiting: a program that waited through many dispatchers was not tried once.
    private static bool Begins(ExecutionEvent e) => e is not (Accepted or Queued or Retrying);
}
