using System.Diagnostics;
using k8s;
using k8s.Autorest;
using k8s.Models;
using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Resources;

namespace RCoder.Cluster.Operator;

/// <summary>LanguageRuntimes of one test, as kubectl would apply, look at and delete them.</summary>
internal sealed class LiveRuntimes(IKubernetes client, IDictionary<string, string> labels)
{
    private readonly HashSet<string> names = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task ApplyAsync(string name, RuntimeSpec spec)
    {
        lock (names)
            names.Add(name);
        var runtime = new LanguageRuntime { Metadata = new() { Name = name, Labels = labels }, Spec = spec };
        await client.CustomObjects.PatchClusterCustomObjectAsync(
            new V1Patch(KubernetesJson.Serialize(runtime), V1Patch.PatchType.ApplyPatch), Names.Group, Names.Version, LanguageRuntime.Plural, name, fieldManager: "test", force: true, cancellationToken: Ct);
    }

    public Task DeleteAsync(string name) => EndAsync(name, Ct);

    public async Task<LanguageRuntime?> FindAsync(string name)
    {
        try
        {
            return KubernetesJson.Deserialize<LanguageRuntime>(KubernetesJson.Serialize(
                await client.CustomObjects.GetClusterCustomObjectAsync(Names.Group, Names.Version, LanguageRuntime.Plural, name, cancellationToken: Ct)));
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Looks until the runtime is as wanted, and says how long that took.</summary>
    public async Task<(LanguageRuntime Runtime, TimeSpan After)> UntilAsync(string name, Func<LanguageRuntime, bool> wanted, double seconds = 90)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var runtime = await FindAsync(name);
            if (runtime is not null && wanted(runtime))
                return (runtime, watch.Elapsed);
            if (watch.Elapsed.TotalSeconds > seconds)
                Assert.Fail($"{name} is not as wanted after {seconds} s: {Words(runtime)}");
            await timer.WaitForNextTickAsync(Ct);
        }
    }

    public Task<(LanguageRuntime Runtime, TimeSpan After)> ReadyAsync(string name, double seconds = 120) =>
        UntilAsync(name, runtime => Condition(runtime, "Ready") is { Status: "True" } ready && ready.ObservedGeneration == runtime.Metadata.Generation, seconds);

    /// <summary>Until it is not ready for this reason.</summary>
    public Task<(LanguageRuntime Runtime, TimeSpan After)> NotReadyAsync(string name, string reason, double seconds = 90) =>
        UntilAsync(name, runtime => Condition(runtime, "Ready") is { Status: "False" } ready && ready.Reason == reason && ready.ObservedGeneration == runtime.Metadata.Generation, seconds);

    public async Task<TimeSpan> GoneAsync(string name, double seconds = 60)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await FindAsync(name) is { } left)
        {
            if (watch.Elapsed.TotalSeconds > seconds)
                Assert.Fail($"{name} is still there after {seconds} s: {Words(left)}");
            await timer.WaitForNextTickAsync(Ct);
        }
        return watch.Elapsed;
    }

    public static V1Condition? Condition(LanguageRuntime runtime, string type) => runtime.Status?.Conditions.FirstOrDefault(condition => condition.Type == type);

    private static string Words(LanguageRuntime? runtime) => runtime?.Status is { } status ? KubernetesJson.Serialize(status) : "it has no status";

    /// <summary>Asks for the end of all that are left, and waits a while for it.</summary>
    public async Task DeleteAllAsync()
    {
        foreach (var name in names)
            await EndAsync(name, CancellationToken.None);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var looks = 0; looks < 150 && (await Task.WhenAll(names.Select(FindAsync))).Any(left => left is not null); looks++)
            await timer.WaitForNextTickAsync(CancellationToken.None);
    }

    /// <summary>Takes the finalizer off what no operator has let go.</summary>
    public async Task ReleaseAllAsync()
    {
        foreach (var name in names)
        {
            try
            {
                await client.CustomObjects.PatchClusterCustomObjectAsync(
                    new V1Patch("""{"metadata": {"finalizers": null} }""", V1Patch.PatchType.MergePatch), Names.Group, Names.Version, LanguageRuntime.Plural, name);
            }
            catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
            }
        }
    }

    private async Task EndAsync(string name, CancellationToken ct)
    {
        try
        {
            await client.CustomObjects.DeleteClusterCustomObjectAsync(Names.Group, Names.Version, LanguageRuntime.Plural, name, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
        }
    }
}
