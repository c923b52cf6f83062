using k8s;
using RCoder.Cluster.Pods;
using RCoder.Cluster.Runtimes;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;
using RCoder.Shared;

namespace RCoder.Cluster.Hostile;

/// <summary>What a program may try to talk to, and that one whose runtime has the network does reach it: so nothing is refused by chance.</summary>
public sealed class NetworkTests(ExecutionNamespace place) : IClassFixture<ExecutionNamespace>
{
    private const string Reach =
        """
        import errno, socket, sys
        for target in sys.argv[1:]:
            kind, host, port = target.split("|")
            try:
                if kind == "dns":
                    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    s.settimeout(2)
                    s.sendto(b"\x52\x43\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x0akubernetes\x07default\x03svc\x07cluster\x05local\x00\x00\x01\x00\x01", (host, int(port)))
                    s.recv(1)
                else:
                    socket.create_connection((host, int(port)), 2)
                print(target, "reached")
            except OSError as e:
                print(target, "refused")
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_reaches_nobody()
    {
        var spec = Manifests.Read("python").Spec!;
        place.SkipUnlessThere(spec);
        await using var other = await ExecutionPod.StartAsync(place, "python", spec, Ct);
        await using var server = await ListenerPod.StartAsync(place, Ct);
        var dns = (await place.Client.CoreV1.ReadNamespacedServiceAsync("kube-dns", "kube-system", cancellationToken: Ct)).Spec.ClusterIP;

        // In the namespace of executions anybody can be reached by who is let out: the ingress rule keeps runners apart all the same.
        var reachable = new List<string> { $"dns|{dns}|53", $"tcp|{dns}|53", $"tcp|{server.Address}|{ListenerPod.Port}" };
        if (Broker() is { } broker)
            reachable.Add(broker);
        string[] never = ["tcp|192.0.2.1|80", "tcp|169.254.169.254|80", $"tcp|{other.Address}|7070"];

        var open = await RunAsync(spec with { Isolation = new() { Network = "Cluster" } }, [.. reachable, .. never]);
        var closed = await RunAsync(spec, [.. reachable, .. never]);

        Assert.Equal(reachable.Select(target => $"{target} reached").Concat(never.Select(target => $"{target} refused")), Lines(open));
        Assert.Equal(reachable.Concat(never).Select(target => $"{target} refused"), Lines(closed));
    }

    [Fact]
    public async Task A_program_does_not_reach_the_API_server()
    {
        var spec = Manifests.Read("python").Spec!;
        place.SkipUnlessThere(spec);
        var server = await place.Client.CoreV1.ReadNamespacedServiceAsync("kubernetes", "default", cancellationToken: Ct);
        var at = (await place.Client.DiscoveryV1.ListNamespacedEndpointSliceAsync("default", labelSelector: "kubernetes.io/service-name=kubernetes", cancellationToken: Ct))
            .Items.SelectMany(slice => slice.Endpoints ?? []).SelectMany(endpoint => endpoint.Addresses).ToHashSet();
        // No NetworkPolicy keeps a pod from its own node.
        var elsewhere = (await place.Client.CoreV1.ListNodeAsync(cancellationToken: Ct)).Items.Where(node => node.Status.Addresses is { Count: > 0 } own && !own.Any(address => at.Contains(address.Address))).ToList();
        Assert.SkipWhen(elsewhere.Count == 0, "every node is one of the API server's, and a pod always reaches its own node");

        var run = await RunAsync(spec, [$"tcp|{server.Spec.ClusterIP}|443", .. at.Select(address => $"tcp|{address}|6443")], elsewhere[0].Metadata.Name);
        Assert.All(Lines(run), line => Assert.EndsWith("refused", line, StringComparison.Ordinal));
    }

    private static string? Broker()
    {
        var servers = Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS");
        // One that listens on this machine's own loopback is out of every pod's reach anyway.
        return servers?.Split(',')[0].Split(':') is [var host, var port] && host is not ("localhost" or "127.0.0.1") ? $"tcp|{host}|{port}" : null;
    }

    private async Task<RunnerOutput> RunAsync(RuntimeSpec spec, IReadOnlyList<string> targets, string? node = null)
    {
        await using var pod = await ExecutionPod.StartAsync(place, "python", spec, Ct, node);
        var run = await pod.RunAsync(pod.PlanOf(new() { Language = "python", Files = [new() { Content = Reach }], Args = targets, Limits = new() { WallMs = 30_000 } }), Ct);
        Assert.True(run.Finished.Outcome == Outcome.Succeeded, $"{run.Finished}\n{run.Stderr}");
        return run;
    }

    private static string[] Lines(RunnerOutput run) => run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
