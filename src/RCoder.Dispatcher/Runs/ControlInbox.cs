using System.Collections.Concurrent;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Messaging.Logs;

namespace RCoder.Dispatcher.Runs;

/// <summary>
/// What callers said to executions. An execution that is here hears it at once; what is said to one that is still in
/// the log is kept until it is taken, for no longer than a job may wait. Most of that is for other dispatchers'
/// executions, which nobody here will ever take: of it there are at most <see cref="MostBytes"/>, the youngest.
/// </summary>
internal sealed class ControlInbox(TimeProvider time)
{
    private const int MostKept = 100_000;
    internal const long MostBytes = 64L << 20;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<ExecutionId, Mailbox> boxes = new();
    private long sinceLook;

    /// <summary>Called on one thread.</summary>
    public void Deliver(LogRecord<ControlMessage> message)
    {
        if (boxes.Count < MostKept || boxes.ContainsKey(message.Value.Id))
            boxes.GetOrAdd(message.Value.Id, _ => new Mailbox(time.GetUtcNow())).Put(message.Offset, message.Value);
        if (message.Value is Stdin { Data.Length: var length } && (sinceLook += length) > MostBytes / 8)
        {
            sinceLook = 0;
            DropOldest();
        }
    }

    /// <summary>The execution is ours: its mailbox, with what was said before.</summary>
    public Mailbox Open(ExecutionId id)
    {
        var box = boxes.GetOrAdd(id, _ => new Mailbox(time.GetUtcNow()));
        box.Open = true;
        return box;
    }

    public void Close(ExecutionId id) => boxes.TryRemove(id, out _);

    private void DropOldest()
    {
        var unopened = boxes.Where(box => !box.Value.Open).OrderByDescending(box => box.Value.Since).ToList();
        long kept = 0;
        foreach (var (id, box) in unopened)
        {
            if ((kept += box.Kept) > MostBytes)
                boxes.TryRemove(KeyValuePair.Create(id, box));
        }
    }

    /// <summary>Drops what was said to executions that never came.</summary>
    public void Forget()
    {
        var old = time.GetUtcNow() - Kept;
        foreach (var (id, box) in boxes)
        {
            if (!box.Open && box.Since < old)
                boxes.TryRemove(id, out _);
        }
    }
}
