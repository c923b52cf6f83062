using System.Diagnostics;

namespace RCoder.Cluster.Clusters;

/// <summary>
/// The cluster's own programs, which a test may crash and start again: KUBE_PART is called with <c>kill</c> or
/// <c>start</c> and the program's name. While a test holds this, no other one on the machine does, and what it broke is
/// mended at the end.
/// </summary>
internal sealed class Parts : IAsyncDisposable
{
    private readonly IAsyncDisposable held;
    private readonly HashSet<string> broken = [];

    private Parts(IAsyncDisposable held) => this.held = held;

    private static string? Command => Environment.GetEnvironmentVariable("KUBE_PART");

    public static async Task<Parts> HoldAsync()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Command), "KUBE_PART is not set: no part of the cluster can be crashed");
        return new(await MachineLock.HoldAsync("cluster-chaos.lock"));
    }

    public Task KillAsync(string part)
    {
        broken.Add(part);
        return RunAsync("kill", part);
    }

    public Task StartAsync(string part)
    {
        broken.Remove(part);
        return RunAsync("start", part);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in broken)
            await RunAsync("start", part);
        await held.DisposeAsync();
    }

    private static async Task RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Command!, arguments) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{Command} {string.Join(' ', arguments)}: {said}");
    }
}
