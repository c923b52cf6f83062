using System.Diagnostics;
using k8s;

namespace RCoder.Cluster.Clusters;

/// <summary>
/// The cluster's own programs, which a test may crash and start again: KUBE_PART is called with <c>kill</c> or
/// <c>start</c> and the program's name, and without arguments lists each as <c>NAME runs</c> or <c>NAME down</c>. While
/// a test holds this, no other one on the machine does, and what it broke is mended at the end.
/// </summary>
internal sealed class Parts : IAsyncDisposable
{
    private const string Kubelet = "kubelet-";

    private readonly IKubernetes client;
    private readonly IAsyncDisposable held;
    private readonly HashSet<string> broken = [];

    private Parts(IKubernetes client, IAsyncDisposable held) => (this.client, this.held) = (client, held);

    private static string? Command => Environment.GetEnvironmentVariable("KUBE_PART");

    public static async Task<Parts> HoldAsync(IKubernetes client)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Command), "KUBE_PART is not set: no part of the cluster can be crashed");
        return new(client, await MachineLock.HoldAsync("cluster-chaos.lock"));
    }

    /// <summary>Ends when it is gone: until then a start would find it running.</summary>
    public async Task KillAsync(string part)
    {
        broken.Add(part);
        await RunAsync("kill", part);
        await Waiting.Until($"{part} is down", async () => (await RunAsync()).Split('\n').Contains($"{part} down"));
    }

    public async Task StartAsync(string part)
    {
        var from = DateTime.UtcNow;
        await RunAsync("start", part);
        broken.Remove(part);
        if (part.StartsWith(Kubelet, StringComparison.Ordinal))
            await Waiting.Until($"{part} says that it lives", () => SaysSoAsync(part, from));
    }

    /// <summary>A kubelet may end while it starts, and is started again, as init does it on any node.</summary>
    private async Task<bool> SaysSoAsync(string kubelet, DateTime from)
    {
        await RunAsync("start", kubelet);
        var lease = await client.CoordinationV1.ReadNamespacedLeaseAsync(kubelet[Kubelet.Length..], "kube-node-lease", cancellationToken: TestContext.Current.CancellationToken);
        return lease.Spec.RenewTime > from;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in broken.ToList())
            await StartAsync(part);
        await held.DisposeAsync();
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Command!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var printed = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var said = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{Command} {string.Join(' ', arguments)}: {said}");
        return await printed;
    }
}
