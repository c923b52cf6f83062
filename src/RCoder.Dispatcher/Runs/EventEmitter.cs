using RCoder.Contracts.Events;
using RCoder.Kubernetes.Queues;
using RCoder.Messaging.Kafka;

namespace RCoder.Dispatcher.Runs;

/// <summary>
/// Numbers one execution's events and writes them, however long Kafka takes to take them. Silent once its partition is
/// another's.
/// </summary>
internal sealed class EventEmitter(RunServices services, CancellationToken owned)
{
    private static readonly Backoff Again = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(2));

    private readonly LostOutput lost = new();

    /// <summary>The <c>seq</c> of the next event.</summary>
    public int Next { get; private set; } = 1;

    public int Attempt { get; private set; } = 1;

    public bool HasFinished { get; private set; }

    public void Continue(int attempt, int next) => (Attempt, Next) = (attempt, next);

    /// <summary>Writes an event of this dispatcher's own, with the next number.</summary>
    public ValueTask WriteAsync(ExecutionEvent e) => RelayAsync(e with { Attempt = Attempt, Seq = Next });

    /// <summary>Writes an event that has its number.</summary>
    public async ValueTask RelayAsync(ExecutionEvent e)
    {
        owned.ThrowIfCancellationRequested();
        Next = e.Seq + 1;
        for (var failures = 0; ; failures++)
        {
            try
            {
                await services.Events.WriteAsync(e, owned, lost.Add);
                return;
            }
            catch (BrokerUnavailableException why)
            {
                await WaitAsync(e, why, failures);
            }
        }
    }

    /// <summary>Writes the terminal event and waits until it is safe.</summary>
    public async Task FinishAsync(Finished e)
    {
        owned.ThrowIfCancellationRequested();
        for (var failures = 0; ; failures++)
        {
            try
            {
                await services.Events.WriteAcknowledgedAsync(e with { Truncated = lost.MarkIn(e) }, owned);
                HasFinished = true;
                return;
            }
            catch (BrokerUnavailableException why)
            {
                await WaitAsync(e, why, failures);
            }
        }
    }

    private Task WaitAsync(ExecutionEvent e, BrokerUnavailableException why, int failures)
    {
        if (failures == 0)
            services.Log.EventWaits(e.Id, e.GetType().Name, why.Message);
        return Task.Delay(Again.After(failures), services.Time, owned);
    }
}
