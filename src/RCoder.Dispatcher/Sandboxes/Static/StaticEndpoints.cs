using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace RCoder.Dispatcher.Sandboxes.Static;

/// <summary>Where runners are, by DNS.</summary>
internal sealed class StaticEndpoints(IOptions<StaticSandboxOptions> options, TimeProvider time)
{
    /// <summary>Between two executions a container has no name for a moment, and Docker may make that moment up to a minute.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(90);

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<IPEndPoint, DateTimeOffset>> seen = new();

    public string HostOf(string runtime) => options.Value.Host.Replace("{runtime}", runtime, StringComparison.Ordinal);

    /// <summary>The runners of a runtime that were up of late, whether they have a program or not.</summary>
    public IReadOnlyCollection<IPEndPoint> Known(string runtime) => seen.TryGetValue(runtime, out var endpoints) ? [.. endpoints.Keys] : [];

    /// <summary>Asks DNS. A name that it does not know can take seconds.</summary>
    public async Task LookAsync(string runtime, CancellationToken ct)
    {
        var endpoints = seen.GetOrAdd(runtime, _ => new());
        try
        {
            foreach (var address in await Dns.GetHostAddressesAsync(HostOf(runtime), AddressFamily.InterNetwork, ct))
                endpoints[new IPEndPoint(address, options.Value.Port)] = time.GetUtcNow();
        }
        catch (SocketException)
        {
            // None is up now.
        }
        foreach (var (endpoint, at) in endpoints)
        {
            if (time.GetUtcNow() - at > Grace)
                endpoints.TryRemove(endpoint, out _);
        }
    }
}
