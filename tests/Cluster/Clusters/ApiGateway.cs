using System.Collections.Concurrent;
using System.Net;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace RCoder.Cluster.Clusters;

/// <summary>
/// Stands between a client and the API server as the administrator, and understands what passes: a test answers
/// itself, or asks another question than was asked. It speaks HTTP/1.1, so there are no pings either.
/// </summary>
internal sealed class ApiGateway : IAsyncDisposable
{
    private readonly ConcurrentDictionary<HttpContext, bool> underWay = [];
    private readonly WebApplication app;
    private readonly k8s.Kubernetes server = (k8s.Kubernetes)TestCluster.Connect(_ => { });

    private ApiGateway(WebApplication app)
    {
        this.app = app;
        app.Run(PassAsync);
    }

    /// <summary>Says whether it has answered; if not, the request goes on to the API server, with the query as it is then.</summary>
    public Func<HttpContext, Task<bool>> Intercept { get; set; } = _ => Task.FromResult(false);

    public static async Task<ApiGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var gateway = new ApiGateway(builder.Build());
        await gateway.app.StartAsync(TestContext.Current.CancellationToken);
        return gateway;
    }

    public IKubernetes Connect() => TestCluster.Connect(config => config.Host = app.Urls.Single());

    /// <summary>Answers the next <paramref name="times"/> requests that <paramref name="which"/> picks with <paramref name="status"/>.</summary>
    public void Answer(int times, Func<HttpRequest, bool> which, int status, string body) => Intercept = async context =>
    {
        if (times <= 0 || !which(context.Request))
            return false;
        times--;
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
        return true;
    };

    /// <summary>Ends every request that is under way, and answers none until <paramref name="meanwhile"/> is done; from then on, as <paramref name="then"/> says.</summary>
    public async Task RestartAsync(Func<Task> meanwhile, Func<HttpContext, Task<bool>> then)
    {
        Intercept = context =>
        {
            context.Abort();
            return Task.FromResult(true);
        };
        foreach (var context in underWay.Keys)
            context.Abort();
        await meanwhile();
        Intercept = then;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        server.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        underWay[context] = true;
        var ct = context.RequestAborted;
        try
        {
            if (await Intercept(context))
                return;
            using var request = new HttpRequestMessage(new(context.Request.Method), new Uri(server.BaseUri, UriHelper.BuildRelative("", context.Request.Path, context.Request.QueryString).TrimStart('/')))
            {
                Version = HttpVersion.Version20,
                Content = context.Request.ContentLength > 0 ? new StreamContent(context.Request.Body) : null,
            };
            if (context.Request.ContentType is { } type && request.Content is { } content)
                content.Headers.ContentType = new(type.Split(';')[0]);
            using var response = await server.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            await context.Response.StartAsync(ct);
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var piece = new byte[1 << 16];
            while (await body.ReadAsync(piece, ct) is > 0 and var length)
            {
                await context.Response.Body.WriteAsync(piece.AsMemory(0, length), ct);
                await context.Response.Body.FlushAsync(ct);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or HttpRequestException)
        {
            context.Abort();
        }
        finally
        {
            underWay.TryRemove(context, out _);
        }
    }
}
