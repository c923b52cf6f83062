using RCoder.Api;
using RCoder.Configuration;
using RCoder.Hosting;

namespace RCoder.Roles;

/// <summary>Editor and API: the part that faces the internet. It speaks to Kafka, and to nothing else.</summary>
internal static class ApiRole
{
    public static Task<int> RunAsync(string[] args) => RoleHost.RunAsync(args, LogFormat.Auto, Listening.ApiPorts, Add, Map);

    private static void Add(WebApplicationBuilder builder)
    {
        RealKafka.AddTo(builder);
        builder.Services.AddHostedService<CatalogueFollower>();
        builder.Services.AddRCoderApi(builder.Configuration);
        builder.Services.AddSettings<ServeOptions>(builder.Configuration, ServeOptions.Section);
    }

    private static void Map(WebApplication app)
    {
        Listening.Api(app);
        app.MapRCoderApi();
    }
}
