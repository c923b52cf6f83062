using RCoder.Runner.Serving;

namespace RCoder.Runner.Probing;

/// <summary>Tries to reach an outside address (RFC 5737, RFC 3849), the cloud's metadata service, and the cluster's DNS.</summary>
internal sealed class Network : IDisposable
{
    private const double PatienceMs = 1000;
    private static readonly string[] Outside = ["192.0.2.1", "2001:db8::1", "169.254.169.254", "fd00:ec2::254"];

    private readonly Attempts attempts = new();
    private readonly double until = Clock.NowMs + PatienceMs;

    internal Network()
    {
        foreach (var address in Outside)
        {
            attempts.Tcp(address, 80);
            attempts.Tcp(address, 443);
        }
        foreach (var server in Attempts.NameServers())
        {
            attempts.Dns(server);
            attempts.Tcp(server, 53);
        }
    }

    /// <summary>Null, or what was reached. It takes a second when nothing answers.</summary>
    internal string? Reached() => attempts.Reached(until) is { } what ? $"{what} can be reached" : null;

    public void Dispose() => attempts.Dispose();
}
