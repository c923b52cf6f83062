namespace RCoder.Contracts.Events;

/// <summary>
/// Which events of one execution count, for every reader alike: hand it each as it lies in the log, from the first.
/// A duplicate, what an older attempt still says, and all that follows the first <see cref="Finished"/> do not count.
/// </summary>
public sealed class EventOrder
{
    private bool accepted;
    private int attempt;
    private int seq;

    public bool IsFinished { get; private set; }

    public bool Takes(ExecutionEvent e)
    {
        if (IsFinished)
            return false;
        // Another process writes this one than all the rest, so it may come after them.
        if (e is Accepted)
            return !accepted && (accepted = true);
        if (e.Attempt < attempt || e.Seq <= seq)
            return false;
        attempt = e.Attempt;
        seq = e.Seq;
        IsFinished = e is Finished;
        return true;
    }
}
