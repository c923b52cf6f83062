using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace RCoder.Api.Docs;

/// <summary><c>/docs</c>: a page that needs nothing from elsewhere.</summary>
internal static class DocsPage
{
    private const string ContentSecurityPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(WebApplication app)
    {
        Map(app, "/docs", "docs/index.html", "text/html; charset=utf-8");
        Map(app, "/docs/docs.css", "docs/docs.css", "text/css; charset=utf-8");
        Map(app, "/docs/docs.js", "docs/docs.js", "text/javascript; charset=utf-8");
    }

    private static void Map(WebApplication app, string path, string resource, string mediaType)
    {
        var bytes = Read(resource);
        app.MapMethods(path, ApiRoutes.Reading, context =>
        {
            var response = context.Response;
            response.ContentType = mediaType;
            response.ContentLength = bytes.Length;
            response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.CacheControl = "no-cache";
            return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes, 0, bytes.Length, context.RequestAborted);
        });
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(DocsPage).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not in the assembly");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
