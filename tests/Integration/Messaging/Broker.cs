using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RCoder.Contracts.Topics;
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
        foreach (var topic in (string[])[TopicNames.Events, TopicNames.Control, TopicNames.Idempotency, TopicNames.DeadJobs, TopicNames.Jobs(Runtime)])
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
        return new ServiceCollection().AddLogging().AddMessaging(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
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
