using System.Text.RegularExpressions;
using Confluent.Kafka;
using RCoder.Contracts.Requests;

namespace RCoder.Messaging.Kafka;

/// <summary>The settings of librdkafka by name, as far as its .NET client has a property of each: enough to say which one was meant.</summary>
internal static partial class ClientNames
{
    private static readonly string[] All =
        [.. typeof(ClientConfig).GetProperties().Where(property => property.CanWrite && property.GetIndexParameters().Length == 0).Select(property => Dotted(property.Name))];

    /// <summary>The name that a misspelt one most likely means; null when none is close.</summary>
    public static string? Meant(string name) =>
        // Nearest compares what comes after a dot alone.
        Nearest.To(Undotted(name), All.Select(Undotted)) is { } meant ? All.First(known => Undotted(known) == meant) : null;

    private static string Undotted(string name) => name.Replace('.', '-');

    /// <summary><c>SaslPassword</c> is <c>sasl.password</c>.</summary>
    private static string Dotted(string property) => Capital().Replace(property, ".$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex Capital();
}
