using RCoder.Runtimes.Runners;

namespace RCoder.Dispatcher.Sandboxes;

/// <summary>A connection to one runner that is kept for as long as it lives, with nothing of HTTP that a runner does not know.</summary>
internal static class KeptConnection
{
    public static SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="runner">Where it is.</param>
    /// <param name="handler">Its client's alone, and disposed of with it.</param>
    /// <param name="poolToken">What it asks of who claims it.</param>
    public static RunnerClient To(Uri runner, SocketsHttpHandler handler, string? poolToken = null) =>
        new(new HttpClient(handler) { BaseAddress = runner, Timeout = Timeout.InfiniteTimeSpan }, poolToken);
}
