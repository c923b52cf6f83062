using RCoder.Api;
using RCoder.Configuration;
using RCoder.Dispatcher;
using RCoder.Hosting;
using RCoder.Messaging;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Roles;

/// <summary>All in one: editor, API, dispatcher and sandboxes, for one person on one machine.</summary>
internal static class ServeRole
{
    public static Task<int> RunAsync(string[] args) => RoleHost.RunAsync(args, LogFormat.Text, Listening.ApiPorts, Add, Map);

    private static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<LocalCatalogueOptions>(builder.Configuration, LocalCatalogueOptions.Section);
        builder.Services.AddSingleton<RuntimeCatalogue>();
        builder.Services.AddMessaging(builder.Configuration);
        builder.Services.AddHostedService<LocalCatalogueLoader>();
        builder.Services.AddLocalDispatcher(builder.Configuration);
        builder.Services.AddRCoderApi(builder.Configuration);
        builder.Services.AddHostedService<ReadyNotice>();
        builder.Services.AddSettings<ServeOptions>(builder.Configuration, ServeOptions.Section);
    }

    private static void Map(WebApplication app)
    {
        Listening.Api(app);
        app.MapRCoderApi();
    }
}
