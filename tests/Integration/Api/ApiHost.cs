using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prometheus;
using RCoder.Api;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;
using RCoder.Messaging.Kafka;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Integration.Api;

/// <summary>One replica of the API: a real Kestrel on a free port of loopback.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public static readonly Runtime Python = new()
    {
        Name = "python",
        Ready = true,
        Spec = new RuntimeSpec
        {
            Language = "python",
            Version = "3.13.5",
            Aliases = ["py"],
            Image = "python:3.13-slim",
            Source = "main.py",
            Run = new CommandSpec { Command = ["python3", "{source}"] },
            Limits = new LimitsSpec { Max = new RequestedLimits { WallMs = 30_000 } },
            Editor = new EditorSpec { Monaco = "python", Sample = "print(6 * 7)" },
        },
    };

    private static readonly Runtime Rust = new()
    {
        Name = "rust",
        Ready = false,
        Message = "rustc is not installed",
        Spec = Python.Spec with { Language = "rust", Version = "1.91.0", Aliases = [], Compile = new CompileSpec { Command = ["rustc"] }, Editor = null },
    };

    /// <summary>For a host that still reads its languages, until <see cref="ReadCatalogue"/>.</summary>
    public static readonly KeyValuePair<string, string?> UnreadCatalogue = new("Test:Catalogue", "unread");

    private readonly WebApplication app;

    private ApiHost(WebApplication app)
    {
        this.app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        Client = NewClient();
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <param name="settings">Of Kafka and the API.</param>
    /// <param name="shared">The connection of another process to a broker that only one can have.</param>
    public static async Task<ApiHost> StartAsync(Dictionary<string, string?> settings, KafkaConnection? shared = null, bool ready = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // The settings of the host that is built beside these tests are not theirs.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders().AddProvider(new TestLog()).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls($"http://{settings.GetValueOrDefault("Serve:Address") ?? "127.0.0.1"}:0");
        if (shared is not null)
            builder.Services.AddSingleton(shared);
        builder.Services.AddSingleton(Metrics.NewCustomRegistry());
        builder.Services.AddRCoderApi(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            if (builder.Configuration["Api:EditorPort"] is { } port)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                kestrel.Listen(IPAddress.Loopback, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
            }
        });
        var app = builder.Build();
        app.MapRCoderApi();
        if (!settings.Contains(UnreadCatalogue))
            ReadCatalogue(app);
        await app.StartAsync(Ct);
        var host = new ApiHost(app);
        if (ready)
            await host.ReadyAsync();
        return host;
    }

    public void ReadCatalogue() => ReadCatalogue(app);

    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Ends when the replica says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var left = 1000; ; left--)
        {
            using var answer = await Client.GetAsync("/readyz", Ct);
            if (answer.StatusCode == HttpStatusCode.OK)
                return;
            Assert.True(left > 0, await answer.Content.ReadAsStringAsync(Ct));
            await again.WaitForNextTickAsync(Ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    private static void ReadCatalogue(WebApplication app)
    {
        var catalogue = app.Services.GetRequiredService<RuntimeCatalogue>();
        catalogue.Replace([Python, Rust]);
        catalogue.Complete();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
