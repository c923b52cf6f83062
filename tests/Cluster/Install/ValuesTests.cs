namespace RCoder.Cluster.Install;

/// <summary>Wrong values end before anything is made: helm checks them itself, without a cluster.</summary>
public sealed class ValuesTests
{
    [Theory]
    [InlineData("api.replicas=-1", "'/api/replicas': minimum: got -1, want 0")]
    [InlineData("api.replicas=two", "'/api/replicas': got string, want integer")]
    [InlineData("api.replcas=2", "'replcas' not allowed")]
    [InlineData("images.tag=x", "'images' not allowed")]
    [InlineData("image.tag=a b", "'/image/tag'")]
    [InlineData("kafka.bootstrapServers=broker", "'/kafka/bootstrapServers'")]
    [InlineData("kafka.bootstrapServers=:9092", "'/kafka/bootstrapServers'")]
    [InlineData("kafka.client.security\\.protocol=SSL", "kafka.bootstrapServers is empty: set it to host:port")]
    [InlineData("executions.namespace=Not_A_Name", "'/executions/namespace'")]
    [InlineData("executions.namespace=rcoder", "programs of others must be in a namespace of their own")]
    [InlineData("executions.quota.pods=many", "'/executions/quota/pods'")]
    [InlineData("runtimes=python", "'/runtimes': got string, want array")]
    [InlineData("runtimes={cobol}", "there is no 'cobol'. There are: bash, c, cpp, ")]
    [InlineData("service.type=Router", "'/service/type'")]
    [InlineData("api.autoscaling.min=50", "it must be at most api.autoscaling.max, 10")]
    [InlineData("gateway.enabled=true", "gateway.parentRefs is empty")]
    [InlineData("api.settings.BodyBytes=5", "invalid propertyName 'BodyBytes'")]
    public async Task Wrong_values_are_refused_in_words(string set, string words)
    {
        Assert.SkipWhen(Tool.Missing("helm") is not null, Tool.Missing("helm") ?? "");
        var (code, said) = await Tool.TryAsync("helm", "template", "rcoder", "charts/rcoder", "--namespace", "rcoder", "--set", set);
        Assert.NotEqual(0, code);
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_are_told_at_once()
    {
        Assert.SkipWhen(Tool.Missing("helm") is not null, Tool.Missing("helm") ?? "");
        var (_, said) = await Tool.TryAsync("helm", "template", "rcoder", "charts/rcoder", "--set", "api.replicas=-1,dispatcher.replicas=-1,operator.replicas=-1");
        foreach (var role in new[] { "api", "dispatcher", "operator" })
            Assert.Contains($"'/{role}/replicas'", said, StringComparison.Ordinal);
    }
}
