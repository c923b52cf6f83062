using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using RCoder.Api.Problems;

namespace RCoder.Api.Http;

/// <summary>
/// A server that listens on loopback alone is for the people of its machine. A web page that they look at could reach it
/// all the same, under a name of its own that it points at 127.0.0.1 (DNS rebinding): to the browser that is one origin
/// with the page. But the browser then sends that name as <c>Host</c>.
/// </summary>
internal sealed class HostGuard(IServer server, IHostApplicationLifetime lifetime)
{
    private bool? guards;

    /// <exception cref="ProblemException">421: another name than loopback's.</exception>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Guards(context.Connection) && !LoopbackNames.Has(context.Request.Host))
            throw ProblemException.Field(StatusCodes.Status421MisdirectedRequest, "Host",
                "must be localhost, an address of 127.0.0.0/8, or [::1]: this server listens on loopback alone, and a page of any site can give it another name; to serve under other names, set Serve:Address (RCODER_Serve__Address) to an address beyond loopback");
        return next(context);
    }

    private bool Guards(ConnectionInfo connection)
    {
        if (guards is { } known)
            return known;
        var alone = server.Features.Get<IServerAddressesFeature>()!.Addresses.All(LoopbackNames.IsOf);
        if (lifetime.ApplicationStarted.IsCancellationRequested)
            guards = alone;
        // The addresses are all there only when the server has started, and it can be asked a moment before.
        return alone && connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local);
    }
}
