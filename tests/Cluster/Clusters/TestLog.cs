using Microsoft.Extensions.Logging;

namespace RCoder.Cluster.Clusters;

/// <summary>What a part under test logs is shown with a test that fails, and can be asked for.</summary>
internal sealed class TestLog : ILogger
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel} {formatter(state, exception)} {exception}";
        lock (lines)
            lines.Add(line);
        TestContext.Current.TestOutputHelper?.WriteLine(line);
    }
}
