using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using RCoder.Api;

namespace RCoder.Hosting;

/// <summary>Where a role listens. Set when the host is built: only then all settings are known to be right.</summary>
internal static class Listening
{
    public const string ApiPorts = "RCODER_Serve__ApiPort or RCODER_Api__EditorPort";

    public static void Api(WebApplication app)
    {
        var serve = app.Services.GetRequiredService<IOptions<ServeOptions>>().Value;
        foreach (var port in new[] { serve.ApiPort, app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.EditorPort }.Distinct())
            At(app, serve.Address, port);
    }

    public static void At(WebApplication app, string address, int port)
    {
        var ip = IPAddress.Parse(address);
        app.Urls.Add(ip.AddressFamily == AddressFamily.InterNetworkV6 ? $"http://[{ip}]:{port}" : $"http://{ip}:{port}");
    }
}
