using Microsoft.Extensions.Options;
using RCoder.Messaging.Kafka;

namespace RCoder.Api.Executions;

/// <summary>How long a caller waits for Kafka before being told that it can't be reached.</summary>
internal sealed class BrokerPatience(KafkaConnection connection, IOptions<KafkaOptions> options, TimeProvider time)
{
    /// <summary>librdkafka looks for records that are overdue once a second only; this is how much later than it a caller is told.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    // The embedded broker is there as long as we are: what is slow is this machine.
    private readonly TimeSpan most = connection.Embedded ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(options.Value.WriteTimeoutMs) + Margin;

    /// <exception cref="BrokerUnavailableException">The task takes longer; it goes on.</exception>
    public async Task WithinAsync(Task task, CancellationToken ct)
    {
        try
        {
            await task.WaitAsync(most, time, ct);
        }
        catch (TimeoutException e)
        {
            throw new BrokerUnavailableException($"Kafka at {connection.BootstrapServers} has not answered within {most.TotalMilliseconds} ms", e);
        }
    }

    /// <inheritdoc cref="WithinAsync(Task, CancellationToken)"/>
    public async Task<T> WithinAsync<T>(Task<T> task, CancellationToken ct)
    {
        await WithinAsync((Task)task, ct);
        return await task;
    }
}
