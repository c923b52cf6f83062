using Microsoft.Extensions.Logging;

namespace RCoder.Cluster.Clusters;

/// <summary>What a part under test logs can be asked for, and is shown when the test fails.</summary>
internal sealed class TestLog : ILogger
{
    private readonly List<string> lines = [];

    public TestLog() => LogsOfFailures.Keep(this);

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    public bool Has(string part) => Lines.Any(line => line.Contains(part, StringComparison.Ordinal));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel} {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}";
        lock (lines)
            lines.Add(line);
    }
}
