using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace RCoder.Dispatcher.Sandboxes.Static;

/// <summary>Where runners are, by DNS.</summary>
internal sealed class StaticEndpoints(IOptions<StaticSandboxOptions> options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public string HostOf(string runtime) => options.Value.Host.Replace("{runtime}", runtime, StringComparison.Ordinal);

    /// <summary>The runners of a runtime that are up, whether they have a program or not. None where its name is not known.</summary>
    public async Task<IReadOnlyList<IPEndPoint>> FindAsync(string runtime, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(HostOf(runtime), AddressFamily.InterNetwork, limited.Token);
            return [.. addresses.Distinct().Select(address => new IPEndPoint(address, options.Value.Port))];
        }
        catch (Exception e) when (e is SocketException || e is OperationCanceledException && !ct.IsCancellationRequested)
        {
            return [];
        }
    }
}
