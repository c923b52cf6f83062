using System.Diagnostics;
using k8s;
using k8s.Models;

namespace RCoder.Cluster.Operator;

/// <summary>A node whose pods only pretend to run: kwok, https://kwok.sigs.k8s.io.</summary>
internal sealed class PretendNode : IAsyncDisposable
{
    private const string Mark = "rcoder.dev/pretend";

    private readonly IKubernetes client;
    private readonly Process kwok;

    private PretendNode(IKubernetes client, string name, Process kwok) => (this.client, Name, this.kwok) = (client, name, kwok);

    public static string? Program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "kwok")).FirstOrDefault(File.Exists);

    public string Name { get; }

    public static async Task<PretendNode> StartAsync(IKubernetes client, string name, CancellationToken ct)
    {
        var kwok = Process.Start(new ProcessStartInfo(Program!, ["--kubeconfig", Environment.GetEnvironmentVariable("KUBECONFIG")!, "--manage-all-nodes=false", $"--manage-nodes-with-annotation-selector={Mark}={name}", "--node-lease-duration-seconds=0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        kwok.ErrorDataReceived += (_, _) => { };
        kwok.OutputDataReceived += (_, _) => { };
        kwok.BeginErrorReadLine();
        kwok.BeginOutputReadLine();
        var capacity = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1k"), ["memory"] = new("1Ti"), ["pods"] = new("5k") };
        await client.CoreV1.CreateNodeAsync(
            new V1Node
            {
                Metadata = new() { Name = name, Annotations = new Dictionary<string, string> { [Mark] = name } },
                // Nobody else's pods come here.
                Spec = new() { Taints = [new() { Key = Mark, Effect = "NoSchedule" }, new() { Key = Mark, Effect = "NoExecute" }] },
                Status = new() { Allocatable = capacity, Capacity = capacity },
            }, cancellationToken: ct);
        return new PretendNode(client, name, kwok);
    }

    public async ValueTask DisposeAsync()
    {
        await client.CoreV1.DeleteNodeAsync(Name);
        kwok.Kill();
        await kwok.WaitForExitAsync();
        kwok.Dispose();
    }
}
