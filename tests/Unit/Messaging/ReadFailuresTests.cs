using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RCoder.Messaging.Kafka;

namespace RCoder.Unit.Messaging;

public sealed class ReadFailuresTests
{
    private readonly Lines log = new();

    [Theory]
    [InlineData(ErrorCode.TopicAuthorizationFailed, "Describe")]
    [InlineData(ErrorCode.GroupAuthorizationFailed, "group")]
    [InlineData(ErrorCode.ClusterAuthorizationFailed, "broker's log")]
    [InlineData(ErrorCode.SaslAuthenticationFailed, "password")]
    public void That_Kafka_refuses_us_is_a_warning_that_tells_what_to_do(ErrorCode code, string remedy)
    {
        new ReadFailures(log).Tell(new Error(code, "no"));
        var line = Assert.Single(log.All);
        Assert.StartsWith("Warning", line, StringComparison.Ordinal);
        Assert.Contains(remedy, line, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_told_once_for_each_reason()
    {
        var failures = new ReadFailures(log);
        foreach (var topic in (string[])["a", "a", "b", "a"])
            failures.Tell(new Error(ErrorCode.TopicAuthorizationFailed, topic));
        Assert.Equal(2, log.All.Count);
    }

    [Fact]
    public void It_is_found_in_what_a_call_made_of_it()
    {
        new ReadFailures(log).Tell(new BrokerUnavailableException("Kafka shows no topic t", new KafkaException(new Error(ErrorCode.TopicAuthorizationFailed))));
        Assert.Contains("Kafka shows no topic t", Assert.Single(log.All), StringComparison.Ordinal);
    }

    [Fact]
    public void What_passes_by_itself_is_no_warning()
    {
        new ReadFailures(log).Tell(new Error(ErrorCode.Local_AllBrokersDown));
        new ReadFailures(log).Tell(new BrokerUnavailableException("gone"));
        Assert.All(log.All, line => Assert.StartsWith("Debug", line, StringComparison.Ordinal));
    }

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add($"{logLevel} {formatter(state, exception)}");
    }
}
