using System.Diagnostics;
using RCoder.Cluster.Runtimes;

namespace RCoder.Cluster.Install;

/// <summary>RCoder as <c>helm install</c> makes it, in namespaces of its own under restricted Pod Security, which go with it.</summary>
public class Release : IAsyncLifetime
{
    private readonly string[] values;

    /// <param name="values">Of <c>--set</c>.</param>
    protected Release(params string[] values) => this.values = values;

    public string Name { get; } = $"rc-{Guid.NewGuid():N}"[..8];
    public string Namespace => Name;
    public string Executions => $"{Name}-runs";

    /// <summary>From the command until it said that all is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>What helm said after that.</summary>
    public string Notes { get; private set; } = "";

    /// <summary>Why it is not there, or null.</summary>
    public virtual string? Missing => Tool.Missing("helm", "kubectl")
        ?? (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG")) ? "KUBECONFIG is not set: there is no cluster to install on" : null)
        ?? (Images.Contains("rcoder:dev", StringComparison.Ordinal) ? null : "the cluster has no image rcoder:dev: run make images, and load them");

    /// <summary>The images that are on the nodes.</summary>
    public string Images { get; private set; } = "rcoder:dev";

    internal static Task<string> ImagesAsync() => Tool.RunAsync("kubectl", "get", "nodes", "-o", "jsonpath={.items[*].status.images[*].names}");

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        Images = await ImagesAsync();
        if (Missing is not null)
            return;
        await Tool.RunAsync("kubectl", "create", "namespace", Namespace);
        await Tool.RunAsync("kubectl", "label", "namespace", Namespace, "pod-security.kubernetes.io/enforce=restricted");
        var clock = Stopwatch.StartNew();
        try
        {
            Notes = await HelmAsync("install", [Name, "charts/rcoder", "--wait", "--timeout", "10m", .. Set]);
        }
        catch
        {
            TestContext.Current.SendDiagnosticMessage(await DescribeAsync());
            await DisposeAsync();
            throw;
        }
        ReadyAfter = clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Missing is not null)
            return;
        await Tool.TryAsync("helm", "uninstall", Name, "--namespace", Namespace, "--wait", "--timeout", "3m", "--ignore-not-found");
        await Tool.TryAsync("kubectl", "delete", "namespace", Namespace, Executions, "--ignore-not-found", "--wait=false");
    }

    /// <summary>Names of the runtimes to install.</summary>
    public virtual IEnumerable<string> Runtimes => ["python"];

    /// <summary>The values of this release, and that its operator leaves alone what is not its own.</summary>
    public string[] Set => [.. values.Concat([
        $"runtimes={{{string.Join(',', Runtimes)}}}",
        $"executions.namespace={Executions}",
        $"operator.settings.Operator__Selector=app.kubernetes.io/instance={Name}"]).SelectMany(value => new[] { "--set", value })];

    public Task<string> HelmAsync(string command, params string[] arguments) => Tool.RunAsync("helm", [command, "--namespace", Namespace, .. arguments]);

    internal Task<PortForward> OpenAsync() => PortForward.OpenAsync(Namespace, Name);

    /// <summary>What to look at when it did not become ready.</summary>
    private async Task<string> DescribeAsync()
    {
        var parts = new List<string>();
        foreach (var what in new[] { $"get all -n {Namespace}", $"get jobs,pods -n {Executions}", "get languageruntimes", $"logs -n {Namespace} --prefix --tail=20 -l app.kubernetes.io/part-of=rcoder", $"get events -n {Executions}" })
            parts.Add($"kubectl {what}\n{(await Tool.TryAsync("kubectl", what.Split(' '))).Output}");
        return string.Join('\n', parts);
    }
}

/// <summary>With the broker of the chart.</summary>
public sealed class TrialRelease : Release;

/// <summary>With every language whose image is there.</summary>
public sealed class EveryLanguageRelease : Release
{
    public override IEnumerable<string> Runtimes => Manifests.Shipped.Where(name => Images.Contains(Manifests.Read(name).Spec!.Image, StringComparison.Ordinal));
}

/// <summary>With a Kafka that pods reach at <c>KAFKA_FROM_PODS</c>.</summary>
public sealed class OutsideKafkaRelease() : Release($"kafka.bootstrapServers={FromPods}", $"kafka.prefix=install-{Guid.NewGuid().ToString("N")[..8]}.")
{
    public override string? Missing => base.Missing ?? (FromPods is null ? "KAFKA_FROM_PODS is not set: host:port of a Kafka as pods reach it" : null);

    private static string? FromPods => Environment.GetEnvironmentVariable("KAFKA_FROM_PODS") is { Length: > 0 } set ? set : null;
}
