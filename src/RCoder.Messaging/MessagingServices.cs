using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RCoder.Configuration;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;

namespace RCoder.Messaging;

public static class MessagingServices
{
    /// <summary>The connection to Kafka, or the embedded broker, and the logs on it.</summary>
    public static IServiceCollection AddMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<KafkaOptions>(configuration, KafkaOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KafkaOptions>, ClientCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KafkaConnection>();
        services.TryAddSingleton<TopicAdmin>();
        services.TryAddSingleton<JobWriter>();
        services.TryAddSingleton<EventWriter>();
        services.TryAddSingleton<EventLog>();
        services.TryAddSingleton<ControlWriter>();
        services.TryAddSingleton<ControlLog>();
        services.TryAddSingleton<IdempotencyLog>();
        services.TryAddSingleton<RuntimeLog>();
        services.TryAddSingleton<JobQueue>();
        return services;
    }
}
