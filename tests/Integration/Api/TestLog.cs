using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RCoder.Integration.Api;

/// <summary>Keeps every line that any host of this process has logged, at every level.</summary>
internal sealed class TestLog : ILoggerProvider, ILogger
{
    public static readonly ConcurrentQueue<string> Lines = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public void Dispose() { }
}
