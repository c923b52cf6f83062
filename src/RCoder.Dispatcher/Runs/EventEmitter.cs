using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Logs;

namespace RCoder.Dispatcher.Runs;

/// <summary>Numbers one execution's events and writes them. Silent once its partition is another's.</summary>
internal sealed class EventEmitter(EventWriter writer, CancellationToken owned)
{
    /// <summary>The <c>seq</c> of the next event.</summary>
    public int Next { get; private set; } = 1;

    public int Attempt { get; private set; } = 1;

    public void Continue(int attempt, int next) => (Attempt, Next) = (attempt, next);

    /// <summary>Writes an event of this dispatcher's own, with the next number.</summary>
    public ValueTask WriteAsync(ExecutionEvent e) => RelayAsync(e with { Attempt = Attempt, Seq = Next });

    /// <summary>Writes an event that has its number.</summary>
    public async ValueTask RelayAsync(ExecutionEvent e)
    {
        owned.ThrowIfCancellationRequested();
        Next = e.Seq + 1;
        await writer.WriteAsync(e, owned);
    }

    /// <summary>Writes the terminal event and waits until it is safe.</summary>
    public async Task FinishAsync(Finished e)
    {
        owned.ThrowIfCancellationRequested();
        await writer.WriteAcknowledgedAsync(e, owned);
    }
}
