using RCoder.Messaging.Kafka;

namespace RCoder.Api.Executions;

/// <summary>Whether Kafka answers, asked at most once a second.</summary>
internal sealed class BrokerHealth(KafkaConnection connection, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    private readonly Lock gate = new();
    private Task<string?>? probe;
    private long asked;

    /// <summary>Null: it does; else what is wrong, in words.</summary>
    public Task<string?> ProblemAsync()
    {
        lock (gate)
        {
            if (probe is null || (probe.IsCompleted && time.GetElapsedTime(asked) > Fresh))
            {
                asked = time.GetTimestamp();
                probe = connection.ProbeAsync(Patience);
            }
            return probe;
        }
    }

    /// <exception cref="BrokerUnavailableException">It does not.</exception>
    public async Task ThrowIfDownAsync()
    {
        if (await ProblemAsync() is { } problem)
            throw new BrokerUnavailableException(problem);
    }
}
