using System.Diagnostics;
using System.Security.Cryptography;
using k8s.Models;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Kubernetes.Executions;
using RCoder.Runtimes.Runners;

namespace RCoder.Cluster.Operator;

/// <summary>What a dispatcher does to pods, by hand.</summary>
internal static class Pods
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<IReadOnlyList<V1Pod>> UntilAsync(OperatorCluster on, string runtime, Func<IReadOnlyList<V1Pod>, bool> wanted, string what, double seconds = 60)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var pods = await on.PodsAsync(runtime);
            if (wanted(pods))
                return pods;
            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"{what}: not within {seconds} s; {string.Join(", ", pods.Select(pod => $"{pod.Metadata.Name} {pod.Status.Phase}"))}\n{on.Said}");
            await timer.WaitForNextTickAsync(Ct);
        }
    }

    public static bool Runs(V1Pod pod) => pod.Status is { Phase: "Running", ContainerStatuses: [{ State.Running: not null }] };

    /// <summary>Gives the pod a program that sleeps for so long, and lets it end by itself after.</summary>
    public static async Task ClaimAsync(OperatorCluster on, V1Pod pod, int seconds)
    {
        using var runner = Runner(on, pod);
        Assert.Equal(ClaimResult.Taken, await runner.ClaimAsync(Sleep(seconds), Ct));
        await foreach (var _ in runner.EventsAsync(1, Ct))
        {
        }
        await runner.DoneAsync(Ct);
    }

    public static async Task<RunnerState> StateAsync(OperatorCluster on, V1Pod pod)
    {
        using var runner = Runner(on, pod);
        return await runner.StateAsync(Ct);
    }

    private static RunnerClient Runner(OperatorCluster on, V1Pod pod) => new(
        new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://{pod.Status.PodIP}:{ExecutionJob.RunnerPort}"), Timeout = Timeout.InfiniteTimeSpan },
        on.Settings["RCODER_Operator__PoolToken"]);

    private static Plan Sleep(int seconds) => new()
    {
        Id = ExecutionId.New(DateTimeOffset.UtcNow),
        Secret = RandomNumberGenerator.GetHexString(32),
        Attempt = 1,
        FirstSeq = 1,
        Files = [],
        Run = new() { Command = ["sleep", $"{seconds}"], Env = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, Limits = Limits.Default with { WallMs = 60_000 } },
    };
}
