using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace RCoder.Api.Editor;

/// <summary>The editor's files, on the editor's port alone.</summary>
internal static partial class EditorFiles
{
    /// <summary>Nothing from elsewhere. Monaco sets styles from code, and starts workers from blobs where a bundler makes it.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; img-src 'self' data:; font-src 'self' data:; " +
        "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Use(WebApplication app, string folder, int port)
    {
        if (!File.Exists(Path.Combine(folder, "index.html")))
        {
            // The API is whole without it, and a developer may not have built it.
            NoEditor(app.Logger, folder);
            return;
        }
        var files = new PhysicalFileProvider(folder);
        var options = new StaticFileOptions { FileProvider = files, OnPrepareResponse = Prepare };
        app.UseWhen(context => context.Connection.LocalPort == port && context.GetEndpoint() is null, editor =>
        {
            editor.Use((context, next) =>
            {
                if (IsPage(context.Request))
                    context.Request.Path = "/index.html";
                return next(context);
            });
            editor.UseStaticFiles(options);
        });
    }

    /// <summary>A path of the editor's own: all but files, and what could be an address of the API.</summary>
    private static bool IsPage(HttpRequest request) =>
        !Path.HasExtension(request.Path) && !request.Path.StartsWithSegments("/v1") && !request.Path.StartsWithSegments("/assets")
        && (request.Path == "/" || request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    private static void Prepare(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // Vite puts a hash of the content into the name of everything below /assets.
        headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
    }

    [LoggerMessage(LogLevel.Warning, "There is no editor: {Folder} has no index.html; build it, or leave Api:EditorPath out")]
    private static partial void NoEditor(ILogger logger, string folder);
}
