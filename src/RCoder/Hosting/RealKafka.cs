using Microsoft.Extensions.Options;
using RCoder.Configuration;
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
            ? SettingProblem.Result(new SettingProblem($"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}",
                "is empty; the embedded broker is for 'rcoder serve' alone: nobody else could reach it. Set it, or KAFKA_BOOTSTRAP_SERVERS, to host:port"))
            : SettingProblem.Result();
    }
}
