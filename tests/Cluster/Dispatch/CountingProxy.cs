using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RCoder.Cluster.Dispatch;

/// <summary>Stands before the API server, speaks for one identity, and remembers what was asked.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient server;
    private readonly ConcurrentQueue<string> requests = new();

    private CountingProxy(WebApplication app, HttpClient server) => (this.app, this.server) = (app, server);

    public string Address => app.Urls.Single();

    /// <summary>Method and path of each request so far.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    public static async Task<CountingProxy> StartAsync(string token, CancellationToken ct)
    {
        var config = KubernetesClientConfiguration.BuildDefaultConfig();
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 100, AutomaticDecompression = DecompressionMethods.None };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            certificate is not null && config.SslCaCerts.Count > 0 && chain!.ChainElements.Count >= 0;
        var server = new HttpClient(handler) { BaseAddress = new Uri(config.Host), Timeout = Timeout.InfiniteTimeSpan };
        server.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new CountingProxy(app, server);
        app.Run(proxy.ForwardAsync);
        await app.StartAsync(ct);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        server.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{context.Request.Path}{context.Request.QueryString}");
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            if (context.Request.ContentType is { } type)
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        try
        {
            using var answer = await server.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
            var buffer = new byte[64 << 10];
            await context.Response.StartAsync(context.RequestAborted);
            while (await body.ReadAsync(buffer, context.RequestAborted) is > 0 and var count)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }
}
