using RCoder.Messaging.Kafka;

namespace RCoder.Unit.Messaging;

public sealed class ClientCheckTests
{
    [Fact]
    public void Settings_that_librdkafka_knows_are_right() =>
        Assert.Empty(Problems(("security.protocol", "sasl_plaintext"), ("sasl.mechanism", "PLAIN"), ("sasl.username", "me"), ("sasl.password", "HUSH")));

    [Fact]
    public void An_unknown_setting_is_told_with_the_one_that_was_meant() =>
        Assert.Equal(["Kafka:Client:sasl.pasword (RCODER_Kafka__Client__sasl.pasword): is no setting of librdkafka; did you mean sasl.password?"], Problems(("sasl.pasword", "HUSH")));

    [Fact]
    public void A_setting_out_of_its_range_is_told_with_the_range() =>
        Assert.Contains("10..300000", Assert.Single(Problems(("socket.timeout.ms", "1"))), StringComparison.Ordinal);

    [Fact]
    public void Every_wrong_setting_is_told() =>
        Assert.Equal(3, Problems(("foo", "bar"), ("socket.timeout.ms", "x"), ("security.protocol", "none"), ("client.rack", "a")).Count);

    [Fact]
    public void What_is_wrong_only_together_is_told_at_the_start_too() =>
        Assert.Contains("ssl.ca.location", Assert.Single(Problems(("security.protocol", "ssl"), ("ssl.ca.location", "/is/not/there"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("ssl.key.pem")]
    [InlineData("sasl.pasword")]
    [InlineData("sasl.oauthbearer.config")]
    public void No_secret_is_quoted(string name) =>
        Assert.DoesNotContain(Problems(("security.protocol", "ssl"), (name, "HUSH"), ("socket.timeout.ms", "1")), problem => problem.Contains("HUSH", StringComparison.Ordinal));

    [Fact]
    public void A_secret_that_librdkafka_quotes_is_hidden() =>
        Assert.Equal("no … for me", ClientSecrets.Hide("no HUSH for me", new Dictionary<string, string> { ["sasl.password"] = "HUSH", ["client.rack"] = "me" }));

    private static IReadOnlyList<string> Problems(params (string Name, string Value)[] client)
    {
        var options = new KafkaOptions { BootstrapServers = "127.0.0.1:1", Client = client.ToDictionary(setting => setting.Name, setting => setting.Value) };
        return [.. new ClientCheck().Validate(null, options).Failures ?? []];
    }
}
