using System.Runtime.CompilerServices;
using RCoder.Contracts.Jobs;

namespace RCoder.Dispatcher.Runs;

/// <summary>
/// What was said to one execution: a cancel, and input in the order of the log. Input is kept, so that a run that the
/// platform loses gets it again, up to <see cref="MostKept"/> bytes.
/// </summary>
internal sealed class Mailbox(DateTimeOffset since)
{
    private const long MostKept = 16 << 20;

    private readonly CancellationTokenSource cancelled = new();
    private readonly SortedList<long, Stdin> input = [];
    private readonly Lock gate = new();
    private TaskCompletionSource more = New();
    private long kept;

    public DateTimeOffset Since { get; } = since;

    public bool Open { get; set; }

    public CancellationToken Cancelled => cancelled.Token;

    /// <summary>Whether a new try would get all that this one got.</summary>
    public bool Complete { get; private set; } = true;

    /// <param name="offset">Its place in the log: what comes from the tail and again from a recovery counts once.</param>
    /// <param name="message">What was said.</param>
    public void Put(long offset, ControlMessage message)
    {
        if (message is not Stdin stdin)
        {
            // Not on the caller's thread: it reads for all executions.
            _ = cancelled.CancelAsync();
            return;
        }
        lock (gate)
        {
            if (input.TryAdd(offset, stdin))
                kept += stdin.Data.Length;
            more.TrySetResult();
        }
    }

    /// <summary>Input that is here, in bytes.</summary>
    public long Kept
    {
        get
        {
            lock (gate)
                return kept;
        }
    }

    /// <summary>All input with its offsets, as it comes, until cancelled.</summary>
    public async IAsyncEnumerable<(long Offset, Stdin Input)> InputAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = -1L; ;)
        {
            Stdin? next;
            Task wait;
            lock (gate)
            {
                next = Next(ref after);
                if (next is null && more.Task.IsCompleted)
                    more = New();
                wait = more.Task;
            }
            if (next is null)
                await wait.WaitAsync(ct);
            else
                yield return (after, next);
        }
    }

    private Stdin? Next(ref long after)
    {
        foreach (var (offset, stdin) in input)
        {
            if (offset <= after)
                continue;
            after = offset;
            if (kept > MostKept)
            {
                Complete = false;
                kept -= stdin.Data.Length;
                input[offset] = stdin with { Data = [] };
            }
            return stdin;
        }
        return null;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
