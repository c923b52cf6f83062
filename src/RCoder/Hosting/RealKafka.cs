using Microsoft.Extensions.Options;
using RCoder.Messaging;
using RCoder.Messaging.Kafka;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Hosting;

/// <summary>For roles that meet others on Kafka: messaging without an embedded broker, and the catalogue that lies there.</summary>
internal static class RealKafka
{
    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.Services.AddMessaging(builder.Configuration);
        builder.Services.AddSingleton<IValidateOptions<KafkaOptions>, Required>();
        builder.Services.AddSingleton<RuntimeCatalogue>();
    }

    private sealed class Required : IValidateOptions<KafkaOptions>
    {
        public ValidateOptionsResult Validate(string? name, KafkaOptions options) => options.Embedded
            ? ValidateOptionsResult.Fail("Kafka:BootstrapServers is empty, and the embedded broker is for 'rcoder serve' alone: nobody else could reach it. Set KAFKA_BOOTSTRAP_SERVERS=host:port")
            : ValidateOptionsResult.Success;
    }
}
