using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Topics;
using RCoder.Integration.Api;
using RCoder.Integration.Hosting;
using RCoder.Messaging;
using RCoder.Messaging.Kafka;

namespace RCoder.Integration.Messaging;

/// <summary>Messaging on one of the two brokers, with topics of its own.</summary>
public abstract class Broker : IAsyncLifetime
{
    /// <summary>A runtime whose job topic is there.</summary>
    public const string Runtime = "python";

    private ServiceProvider? services;
    private RecordWriter? writer;

    protected abstract string? BootstrapServers { get; }

    /// <summary>Why this broker can't be tested on, if so.</summary>
    public virtual string? Missing => null;

    public string Prefix { get; } = $"test-{Guid.NewGuid():N}-"[..14];

    public T Get<T>() where T : notnull => services!.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        services = NewProcess();
        foreach (var topic in (string[])[TopicNames.Events, TopicNames.Control, TopicNames.Idempotency, TopicNames.Runtimes, TopicNames.DeadJobs, TopicNames.Jobs(Runtime)])
            await Get<KafkaConnection>().EnsureTopicAsync(topic, TestContext.Current.CancellationToken);
    }

    /// <summary>What another process would have: clients of its own. On the embedded broker there is only one.</summary>
    public ServiceProvider NewProcess()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Kafka:BootstrapServers"] = BootstrapServers,
            ["Kafka:Prefix"] = Prefix,
            // Other suites run beside: a slow machine is not a broker that is gone.
            ["Kafka:WriteTimeoutMs"] = "20000",
        };
        return new ServiceCollection().AddLogging(logging => logging.AddProvider(new TestLog())).AddMessaging(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
    }

    /// <summary>What any process here has logged of this broker's topics, as warnings and worse.</summary>
    public IEnumerable<string> Warnings =>
        TestLog.Lines.Where(line => line.Contains(Prefix, StringComparison.Ordinal) && (line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal)));

    /// <summary>Writes a record as it is, as any program with access to Kafka could.</summary>
    public async Task<TopicPartitionOffset> WriteAsync(string topic, byte[]? key, byte[]? value, int partition = 0)
    {
        writer ??= new RecordWriter(Get<KafkaConnection>(), timeoutMs: 20_000);
        return await writer.WriteAsync(
            new TopicPartition(Get<KafkaConnection>().Name(topic), partition), new Message<byte[], byte[]> { Key = key!, Value = value! }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        writer?.Dispose();
        if (services is not null)
            await services.DisposeAsync();
        if (services is not null && BootstrapServers is { } servers)
            await TestTopics.DeleteAsync(servers, Prefix);
        GC.SuppressFinalize(this);
    }
}

public sealed class EmbeddedBroker : Broker
{
    protected override string? BootstrapServers => null;
}

public sealed class RealKafka : Broker
{
    public override string? Missing => BootstrapServers is { Length: > 0 } ? null : "KAFKA_BOOTSTRAP_SERVERS is not set: nothing is tested on a real Kafka";

    protected override string? BootstrapServers => Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS");
}
