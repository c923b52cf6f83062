using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RCoder.Cluster.Install;

/// <summary>The Service of a release, as the notes after its install tell to open it.</summary>
internal sealed partial class PortForward : IAsyncDisposable
{
    private readonly Process process;

    private PortForward(Process process, int api, int editor)
    {
        this.process = process;
        (Api, Editor) = (Client(api), Client(editor));
    }

    public HttpClient Api { get; }
    public HttpClient Editor { get; }

    public static async Task<PortForward> OpenAsync(string @namespace, string service)
    {
        var process = Tool.Start("kubectl", "-n", @namespace, "port-forward", $"svc/{service}", ":api", ":editor");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var ports = new Dictionary<string, int>();
        while (ports.Count < 2)
        {
            if (await process.StandardOutput.ReadLineAsync(patience.Token) is not { } line)
                throw new InvalidOperationException($"kubectl port-forward ended: {await process.StandardError.ReadToEndAsync(patience.Token)}");
            if (Forwarding().Match(line) is { Success: true } match)
                ports[match.Groups[2].Value] = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        }
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        return new PortForward(process, ports["8080"], ports["3000"]);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Editor.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static HttpClient Client(int port) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(90) };

    [GeneratedRegex(@"Forwarding from 127\.0\.0\.1:(\d+) -> (\d+)")]
    private static partial Regex Forwarding();
}
