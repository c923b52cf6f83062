using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RCoder.Integration.Hosting;

/// <summary>A Kafka that is tested on is left as it was found.</summary>
public static class TestTopics
{
    /// <summary>Deletes every topic whose name begins with the prefix of one test.</summary>
    public static async Task DeleteAsync(string bootstrapServers, string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            var topics = admin.GetMetadata(TimeSpan.FromSeconds(20)).Topics.Select(topic => topic.Topic).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            if (topics.Count > 0)
                await admin.DeleteTopicsAsync(topics, new DeleteTopicsOptions { OperationTimeout = TimeSpan.FromSeconds(20), RequestTimeout = TimeSpan.FromSeconds(30) });
        }
        catch (KafkaException)
        {
            // A test that leaves no broker behind has failed already, and its own words are the ones to read.
        }
    }
}
