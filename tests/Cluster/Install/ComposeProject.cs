using System.Diagnostics;
using System.Globalization;

namespace RCoder.Cluster.Install;

/// <summary>RCoder as <c>docker compose up</c> makes it, in a project of its own, which goes with it.</summary>
public sealed class ComposeProject : IAsyncLifetime
{
    private const string Name = "rcoder-test", ApiPort = "18080", EditorPort = "13000";
    private string? noImages;

    public string? Missing => Tool.Missing("docker")
        ?? (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_HOST")) ? "DOCKER_HOST is not set: there is no Docker to compose on" : null)
        ?? noImages;

    public HttpClient Api { get; } = Client(ApiPort);
    public HttpClient Editor { get; } = Client(EditorPort);
    public TimeSpan ReadyAfter { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        foreach (var image in new[] { "rcoder:dev", "rcoder-runner:dev", "python:3.13-slim", "node:20-slim", "apache/kafka:4.3.1" })
        {
            if ((await Tool.TryAsync("docker", "image", "inspect", image)).Code != 0)
                noImages = $"Docker has no image {image}: make images, or docker load it";
        }
        if (Missing is not null)
            return;
        var clock = Stopwatch.StartNew();
        await ComposeAsync("up", "--wait", "--wait-timeout", "300");
        ReadyAfter = clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        if (Missing is null)
            await ComposeAsync("down", "--volumes", "--timeout", "5");
        Api.Dispose();
        Editor.Dispose();
    }

    private static Task<string> ComposeAsync(params string[] arguments) =>
        Tool.RunAsync("env", ["RCODER_TAG=dev", "RCODER_PULL_POLICY=never", "RCODER_ADDRESS=0.0.0.0", $"RCODER_API_PORT={ApiPort}", $"RCODER_EDITOR_PORT={EditorPort}",
            "RCODER_SUBNET=198.18.100", "COMPOSE_PROFILES=", "docker", "compose", "-p", Name, .. arguments]);

    /// <summary>As a crash does it: <c>docker kill</c> would keep it from coming back.</summary>
    public static async Task CrashAsync(string service)
    {
        var container = (await ComposeAsync("ps", "--all", "--quiet", service)).Split('\n')[0].Trim();
        // One that is between two lives has 0, and to kill 0 is to kill ourselves.
        var pid = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((pid = int.Parse(await Tool.RunAsync("docker", "inspect", "--format", "{{.State.Pid}}", container), CultureInfo.InvariantCulture)) < 2)
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        await Tool.RunAsync("sh", "-c", $"kill -9 {pid} || sudo -n kill -9 {pid}");
    }

    private static HttpClient Client(string port)
    {
        var address = Environment.GetEnvironmentVariable("DOCKER_ADDRESS") is { Length: > 0 } set ? set : "127.0.0.1";
        return new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://{address}:{port}"), Timeout = TimeSpan.FromSeconds(90) };
    }
}
