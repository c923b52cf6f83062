using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using RCoder.Api;
using RCoder.Dispatcher;
using RCoder.Hosting;
using RCoder.Messaging;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Roles;

/// <summary>All in one: editor, API, dispatcher and sandboxes, for one person on one machine.</summary>
internal static class ServeRole
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        Settings.AddTo(builder.Configuration, args);
        builder.Logging.ClearProviders().AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        builder.Services.AddOptions<ServeOptions>().Bind(builder.Configuration.GetSection(ServeOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<LocalCatalogueOptions>().Bind(builder.Configuration.GetSection(LocalCatalogueOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RuntimeCatalogue>();
        builder.Services.AddMessaging(builder.Configuration);
        builder.Services.AddSingleton<LocalCatalogueLoader>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LocalCatalogueLoader>());
        builder.Services.AddLocalDispatcher(builder.Configuration);
        builder.Services.AddRCoderApi(builder.Configuration);
        builder.Services.AddHostedService<ReadyNotice>();
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            var serve = kestrel.ApplicationServices.GetRequiredService<IOptions<ServeOptions>>().Value;
            var api = kestrel.ApplicationServices.GetRequiredService<IOptions<ApiOptions>>().Value;
            foreach (var port in new[] { serve.ApiPort, api.EditorPort }.Distinct())
                kestrel.Listen(IPAddress.Parse(serve.Address), port);
        });

        try
        {
            await using var app = builder.Build();
            app.MapRCoderApi();
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (OptionsValidationException e)
        {
            return Refuse(string.Join('\n', e.Failures));
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Refuse($"{e.Message} Set RCODER_Serve__ApiPort or RCODER_Api__EditorPort to a free port.");
        }
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}
