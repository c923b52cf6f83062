using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Embedded;

namespace RCoder.Messaging.Kafka;

/// <summary>The one place that knows where the broker is, whether it is our own, and how clients are set up for it.</summary>
public sealed partial class KafkaConnection : IDisposable
{
    /// <summary>The largest record, in bytes: both topics and producers are set to it.</summary>
    public const int MaxRecordBytes = 8 << 20;

    private readonly KafkaOptions options;
    private readonly ILogger<KafkaConnection> log;
    private readonly MockCluster? cluster;
    private readonly Lazy<IAdminClient> admin;
    private readonly ConcurrentDictionary<string, int> partitions = new();

    public KafkaConnection(IOptions<KafkaOptions> options, TimeProvider time, ILogger<KafkaConnection> log)
    {
        this.options = options.Value;
        this.log = log;
        if (this.options.Embedded)
        {
            cluster = new MockCluster();
            Doorbell = new Doorbell(time);
            Unread = new UnreadBytes();
        }
        admin = new(() => new AdminClientBuilder(ClientConfigs.Common(this.options, BootstrapServers)).SetLogHandler(Log).SetErrorHandler((_, _) => { }).Build());
    }

    public bool Embedded => cluster is not null;
    public string BootstrapServers => cluster?.BootstrapServers ?? options.BootstrapServers!;
    internal IAdminClient Admin => admin.Value;
    internal Doorbell? Doorbell { get; }
    internal UnreadBytes? Unread { get; }

    /// <summary>The name on the broker of one of <see cref="TopicNames"/> or of a consumer group.</summary>
    public string Name(string name) => options.Prefix + name;

    internal ProducerConfig ProducerConfig(int timeoutMs) => ClientConfigs.Producer(options, BootstrapServers, timeoutMs);

    internal ConsumerConfig ConsumerConfig() => ClientConfigs.Consumer(options, BootstrapServers);

    /// <summary>
    /// Makes a topic that is not there; where all are, no right to make topics is needed. Waits for the broker as long
    /// as that takes.
    /// </summary>
    public async Task EnsureTopicAsync(string name, CancellationToken ct)
    {
        var topic = TopicPlan.For(name, options);
        if (cluster is not null)
        {
            cluster.CreateTopic(Name(name), topic.Partitions);
            partitions[Name(name)] = topic.Partitions;
            return;
        }
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = TimeSpan.FromMilliseconds(Math.Min(2000, wait.TotalMilliseconds * 2)))
        {
            try
            {
                if (await Task.Run(() => Exists(Name(name)), ct))
                    return;
                await admin.Value.CreateTopicsAsync([topic.Specification(Name(name))], new() { RequestTimeout = TimeSpan.FromSeconds(10) }).WaitAsync(ct);
                return;
            }
            catch (CreateTopicsException e) when (e.Results.All(r => r.Error.Code == ErrorCode.TopicAlreadyExists))
            {
                return;
            }
            catch (KafkaException e)
            {
                TopicWaits(Name(name), e.Error.Reason);
                await Task.Delay(wait, ct);
            }
        }
    }

    /// <summary>How many partitions a topic has on the broker.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer, or has no such topic.</exception>
    public int PartitionsOf(string name)
    {
        var full = Name(name);
        if (partitions.TryGetValue(full, out var known))
            return known;
        try
        {
            var found = admin.Value.GetMetadata(full, TimeSpan.FromMilliseconds(options.WriteTimeoutMs)).Topics.Single();
            if (found.Error.IsError || found.Partitions.Count == 0)
                throw new BrokerUnavailableException($"Kafka shows no topic {full}: {found.Error.Reason}", new KafkaException(found.Error));
            return partitions[full] = found.Partitions.Count;
        }
        catch (KafkaException e)
        {
            throw new BrokerUnavailableException($"Kafka at {BootstrapServers} does not answer: {e.Error.Reason}", e);
        }
    }

    /// <summary>The topic is gone: what is known of it counts no more.</summary>
    public void Forget(string name) => partitions.TryRemove(Name(name), out _);

    /// <summary>Asks the broker whether it is there. Null: it is; else why not, in words.</summary>
    public Task<string?> ProbeAsync(TimeSpan timeout) => cluster is not null ? Task.FromResult<string?>(null) : Task.Run(() =>
    {
        try
        {
            var metadata = admin.Value.GetMetadata(Name(TopicNames.Events), timeout);
            return metadata.Brokers.Count > 0 ? null : $"Kafka at {BootstrapServers} has no broker";
        }
        catch (KafkaException e)
        {
            return $"Kafka at {BootstrapServers} does not answer: {e.Error.Reason}";
        }
    });

    public void Dispose()
    {
        if (admin.IsValueCreated)
            admin.Value.Dispose();
        cluster?.Dispose();
    }

    internal void Log(IClient client, LogMessage message)
    {
        if (message.Level <= SyslogLevel.Warning)
            ClientSays(message.Name, message.Facility, message.Message);
    }

    private bool Exists(string topic)
    {
        var found = admin.Value.GetMetadata(topic, TimeSpan.FromSeconds(5)).Topics;
        return found is [{ Error.IsError: false, Partitions.Count: > 0 }];
    }

    [LoggerMessage(LogLevel.Warning, "Topic {Topic} could not be made yet: {Reason}")]
    private partial void TopicWaits(string topic, string reason);

    [LoggerMessage(LogLevel.Debug, "{Client} {Facility}: {Message}")]
    private partial void ClientSays(string client, string facility, string message);
}
