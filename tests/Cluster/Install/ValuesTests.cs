using System.Text.RegularExpressions;

namespace RCoder.Cluster.Install;

/// <summary>Wrong values end before anything is made: helm checks them itself, without a cluster.</summary>
public sealed partial class ValuesTests
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
    [InlineData("api=null", "missing property 'api'")]
    [InlineData("executions.quota.pods=-5", "'/executions/quota/pods': minimum: got -5, want 0")]
    [InlineData("kafka.trial.storage=-5", "'/kafka/trial/storage'")]
    [InlineData("kafka.bootstrapServers=broker:99999", "'/kafka/bootstrapServers'")]
    [InlineData("executions.networkExcept={999.1.1.1/8}", "'/executions/networkExcept/0'")]
    [InlineData("executions.networkExcept={10.0.0.0/99}", "'/executions/networkExcept/0'")]
    [InlineData("executions.namespace=kube-system", "it must be theirs alone")]
    [InlineData("executions.namespace=default", "it must be theirs alone")]
    [InlineData("service.nodePorts.api=30080", "service.type is ClusterIP, which has none")]
    [InlineData("ingress.host=http://foo", "'/ingress/host'")]
    [InlineData("ingress.tlsSecret=My_Secret", "'/ingress/tlsSecret'")]
    [InlineData("runner.image.pullPolicy=Always", "'pullPolicy' not allowed")]
    [InlineData("image.digest=sha256:12", "'/image/digest'")]
    [InlineData("api.tolerations[0].efect=NoSchedule", "'efect' not allowed")]
    [InlineData("api.affinity.podAffnity.x=1", "'podAffnity' not allowed")]
    public async Task Wrong_values_are_refused_in_words(string set, string words)
    {
        var (code, said) = await TemplateAsync("--set", set);
        Assert.NotEqual(0, code);
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("security\\.protocol", "kafka.client and kafka.clientSecrets both set security.protocol")]
    [InlineData("ssl\\.ca\\.location", "kafka.ca sets ssl.ca.location, and so does")]
    public async Task What_is_set_twice_is_refused(string key, string words)
    {
        var (code, said) = await TemplateAsync("--set", $"kafka.bootstrapServers=broker:9092,kafka.client.{key}=x,kafka.clientSecrets.{key}.name=a,kafka.clientSecrets.{key}.key=b,kafka.ca.name=ca,kafka.ca.key=ca.crt");
        Assert.NotEqual(0, code);
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.b", "it names Services")]
    [InlineData("9lives", "it names Services")]
    public async Task A_release_that_can_name_no_Service_is_refused(string name, string words)
    {
        SkipWithoutHelm();
        var (code, said) = await Tool.TryAsync("helm", "template", name, "charts/rcoder");
        Assert.NotEqual(0, code);
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_of_a_values_file_reaches_the_program_as_it_was_written()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                api: {settings: {Api__BodyBytes: 2097152}, nodeSelector: {pool: 1, spot: true}}
                kafka: {bootstrapServers: "broker:9092", client: {message.max.bytes: 10000000}}
                """, TestContext.Current.CancellationToken);
            var (_, said) = await TemplateAsync("--values", file, "--show-only", "templates/api.yaml");
            Assert.Contains("{name: RCODER_Kafka__Client__message.max.bytes, value: \"10000000\"}", said, StringComparison.Ordinal);
            Assert.Contains("{name: \"RCODER_Api__BodyBytes\", value: \"2097152\"}", said, StringComparison.Ordinal);
            Assert.Contains("pool: \"1\"", said, StringComparison.Ordinal);
            Assert.Contains("spot: \"true\"", said, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_setting_has_the_last_word_and_is_there_once()
    {
        var (_, said) = await TemplateAsync("--set", "dispatcher.settings.Logs__Format=Simple", "--show-only", "templates/dispatcher.yaml");
        Assert.Contains("Simple", Assert.Single(said.Split('\n'), line => line.Contains("RCODER_Logs__Format", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_runner_comes_as_a_volume_where_Kubernetes_can_mount_an_image()
    {
        Assert.Contains("value: \"Image\"", (await TemplateAsync("--kube-version", "1.35.0", "--show-only", "templates/operator.yaml")).Said, StringComparison.Ordinal);
        Assert.Contains("value: \"InitContainer\"", (await TemplateAsync("--kube-version", "1.34.2", "--show-only", "templates/operator.yaml")).Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("rcoder")]
    public async Task No_object_is_there_twice_in_whatever_namespace_the_release_is(string @namespace)
    {
        SkipWithoutHelm();
        var (_, said) = await Tool.TryAsync("helm", ["template", "rcoder", "charts/rcoder", "--namespace", @namespace, .. ManifestsTests.EverythingOn]);
        var names = said.Split("\n---\n").Select(document => string.Join(' ', Identity().Matches(document).Take(3).Select(match => match.Value.Trim()))).Where(name => name.Contains("kind: ", StringComparison.Ordinal)).ToList();
        Assert.True(names.Count > 35, $"only {names.Count} documents");
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public async Task All_problems_are_told_at_once()
    {
        var (_, said) = await TemplateAsync("--set", "api.replicas=-1,dispatcher.replicas=-1,operator.replicas=-1");
        foreach (var role in new[] { "api", "dispatcher", "operator" })
            Assert.Contains($"'/{role}/replicas'", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> TemplateAsync(params string[] arguments)
    {
        SkipWithoutHelm();
        return await Tool.TryAsync("helm", ["template", "rcoder", "charts/rcoder", "--namespace", "rcoder", .. arguments]);
    }

    private static void SkipWithoutHelm() => Assert.SkipWhen(Tool.Missing("helm") is not null, Tool.Missing("helm") ?? "");

    [GeneratedRegex("^(kind:|  name:|  namespace:) .+$", RegexOptions.Multiline)]
    private static partial Regex Identity();
}
