using Confluent.Kafka;
using Microsoft.Extensions.Options;
using RCoder.Configuration;

namespace RCoder.Messaging.Kafka;

/// <summary>Asks librdkafka itself about the settings that are its own: it would refuse them only when the first client is made.</summary>
internal sealed class ClientCheck : IValidateOptions<KafkaOptions>
{
    private const string Key = $"{KafkaOptions.Section}:{nameof(KafkaOptions.Client)}";
    private const string Manual = "https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md";

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        SettingProblem[] alone = [.. options.Client.Select(setting => Alone(setting.Key, setting.Value)).OfType<SettingProblem>()];
        return SettingProblem.Result(alone.Length > 0 || options.Client.Count == 0 || Together(options) is not { } refusal ? alone
            : [new(Key, $"is refused as a whole: {ClientSecrets.Hide(refusal, options.Client)}; see {Manual}")]);
    }

    private static SettingProblem? Alone(string name, string value)
    {
        using var conf = new ClientSettings();
        return conf.Set(name, value, out var refusal) switch
        {
            ClientSettings.Answer.Taken => null,
            ClientSettings.Answer.Unknown => new($"{Key}:{name}", ClientNames.Meant(name) is { } meant
                ? $"is no setting of librdkafka; did you mean {meant}?"
                : $"is no setting of librdkafka; {Manual} has them all"),
            _ => new($"{Key}:{name}", ClientSecrets.Has(name) ? $"has a value (not shown) that librdkafka does not take; see {Manual}" : $"is refused: {refusal}"),
        };
    }

    /// <summary>What is wrong with the settings though each may be right: a certificate that is not there, a mechanism without its name.</summary>
    private static string? Together(KafkaOptions options)
    {
        const string nobody = "127.0.0.1:1";
        try
        {
            new AdminClientBuilder(ClientConfigs.Common(options, nobody)).SetLogHandler(Unheard).Build().Dispose();
            new ProducerBuilder<Null, Null>(ClientConfigs.Producer(options, nobody, options.WriteTimeoutMs)).SetLogHandler(Unheard).Build().Dispose();
            new ConsumerBuilder<Null, Null>(new ConsumerConfig(ClientConfigs.Consumer(options, nobody)) { GroupId = "check" }).SetLogHandler(Unheard).Build().Dispose();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            return e.Message;
        }
    }

    // Nobody is there, and the clients say so.
    private static void Unheard(IClient client, LogMessage message)
    {
    }
}
