using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runtimes;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;

namespace RCoder.Messaging.Logs;

/// <summary>
/// <c>rcoder.runtimes</c>, the catalogue: compacted, one record a runtime, written by the operator alone. Who reads it
/// knows every language, and needs no Kubernetes credential for that.
/// </summary>
public sealed class RuntimeLog(KafkaConnection connection, ILoggerFactory loggers) : IDisposable
{
    private const int WriteTimeoutMs = 10_000;

    private readonly RecordWriter writer = new(connection, WriteTimeoutMs);
    private readonly ILogger log = loggers.CreateLogger<RuntimeLog>();

    /// <summary>Ends when Kafka has acknowledged it.</summary>
    /// <exception cref="BrokerUnavailableException">It has not, within 10 s.</exception>
    public Task PublishAsync(Runtime runtime, CancellationToken ct) =>
        writer.WriteAsync(Partition, Records.Message(runtime.Name, runtime, Wire.Json.Runtime, ContentTypes.Runtime), ct);

    /// <summary>Takes a runtime out of the catalogue; ends when Kafka has acknowledged it.</summary>
    /// <exception cref="BrokerUnavailableException">It has not, within 10 s.</exception>
    public Task RemoveAsync(string name, CancellationToken ct) =>
        writer.WriteAsync(Partition, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(name) }, ct);

    /// <summary>
    /// Hands on each runtime as it is, and as it becomes, until cancelled; null is one that is no more.
    /// <paramref name="caughtUp"/> is called once, when all that was there at the start has been handed on.
    /// </summary>
    public async Task FollowAsync(Action<string, Runtime?> handle, Action caughtUp, CancellationToken ct)
    {
        var tail = new TopicTail(connection, loggers.CreateLogger<TopicTail>());
        await tail.FollowAsync([(TopicNames.Runtimes, TailStart.Beginning)], result =>
        {
            if (result.Message.Key is not { Length: > 0 } key)
                Records.Skip(result, "it has no key, which would be the runtime's name", log);
            else if (result.Message.Value is null)
                handle(Encoding.UTF8.GetString(key), null);
            else if (Records.ReadOrSkip(result, Wire.Json.Runtime, log) is { } record)
                handle(Encoding.UTF8.GetString(key), record.Value);
        }, caughtUp, ct);
    }

    public void Dispose() => writer.Dispose();

    private TopicPartition Partition => new(connection.Name(TopicNames.Runtimes), 0);
}
