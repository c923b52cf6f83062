using System.Net;
using Microsoft.AspNetCore.Http;

namespace RCoder.Api.Http;

/// <summary>The names of loopback that no DNS server decides: <c>localhost</c> (RFC 6761, section 6.3) and addresses.</summary>
internal static class LoopbackNames
{
    /// <summary>Whether a request that names this host means loopback, at any port.</summary>
    public static bool Has(HostString host) => host.HasValue && Is(host.Host);

    /// <summary>Whether it is listened on loopback alone at an address such as <c>http://127.0.0.1:8080</c>.</summary>
    public static bool IsOf(string address) => Is(BindingAddress.Parse(address).Host);

    private static bool Is(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
}
