namespace RCoder.Messaging.Kafka;

/// <summary>Which settings of librdkafka hold what nobody may read in a message.</summary>
internal static class ClientSecrets
{
    private static readonly string[] Marks = ["password", "secret", "pem", "ssl_key", "oauthbearer", "username"];

    public static bool Has(string name) => Marks.Any(mark => name.Contains(mark, StringComparison.OrdinalIgnoreCase));

    /// <summary>A text of librdkafka's without the secrets that it may quote.</summary>
    public static string Hide(string text, IReadOnlyDictionary<string, string> settings) => settings
        .Where(setting => setting.Value.Length > 0 && Has(setting.Key))
        .Aggregate(text, (shown, setting) => shown.Replace(setting.Value, "…", StringComparison.Ordinal));
}
