using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RCoder.Integration.Messaging;
using RCoder.Messaging;
using RCoder.Messaging.Kafka;

namespace RCoder.Integration.Api;

/// <summary>A broker, a scripted dispatcher on it, and as many replicas of the API as a test wants.</summary>
public abstract class ApiFixture : IAsyncLifetime
{
    private readonly Broker broker;

    protected ApiFixture(Broker broker) => this.broker = broker;

    public string? Missing => broker.Missing;

    internal ScriptedDispatcher Dispatcher { get; private set; } = null!;

    internal ApiHost Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        await broker.InitializeAsync();
        Dispatcher = await ScriptedDispatcher.StartAsync(NewProcess());
        Api = await NewApiAsync();
    }

    internal Task<ApiHost> NewApiAsync(params (string Name, string Value)[] settings) => NewApiAsync(ready: true, settings);

    internal Task<ApiHost> NewApiAsync(bool ready, params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        all.TryAdd("Kafka:BootstrapServers", Shared is null ? broker.Get<KafkaConnection>().BootstrapServers : null);
        // Other suites run beside this one: a slow machine is not a broker that is gone. What tests that sets its own.
        all.TryAdd("Kafka:WriteTimeoutMs", "20000");
        all["Kafka:Prefix"] = broker.Prefix;
        return ApiHost.StartAsync(all, Shared, ready);
    }

    public async ValueTask DisposeAsync()
    {
        if (Api is not null)
            await Api.DisposeAsync();
        if (Dispatcher is not null)
            await Dispatcher.DisposeAsync();
        await broker.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    // A second connection would be a second embedded broker.
    private KafkaConnection? Shared => broker.Get<KafkaConnection>() is { Embedded: true } connection ? connection : null;

    private ServiceProvider NewProcess() => Shared is { } connection
        ? new ServiceCollection().AddLogging().AddSingleton(connection).AddMessaging(new ConfigurationBuilder().Build()).BuildServiceProvider()
        : broker.NewProcess();
}

public sealed class ApiOnEmbeddedBroker() : ApiFixture(new EmbeddedBroker());

public sealed class ApiOnRealKafka() : ApiFixture(new RealKafka());
