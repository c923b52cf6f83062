using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;

namespace RCoder.Cluster.Operator.Scale;

/// <summary>
/// Nodes that kwok pretends: their pods run at once, and nothing is in them. Only pods of their RuntimeClass are
/// scheduled there, and nowhere else.
/// </summary>
internal sealed class PretendNodes : IAsyncDisposable
{
    private const string Label = "rcoder.dev/pretend";

    private readonly IKubernetes client;
    private readonly Process kwok;

    private PretendNodes(IKubernetes client, string name, Process kwok) => (this.client, RuntimeClass, this.kwok) = (client, name, kwok);

    /// <summary>The RuntimeClass of their pods.</summary>
    public string RuntimeClass { get; }

    public static async Task<PretendNodes> StartAsync(IKubernetes client, string name, int count, int podsEach)
    {
        var pretend = new PretendNodes(client, name, Start(name));
        var selector = new Dictionary<string, string> { [Label] = name };
        await client.NodeV1.CreateRuntimeClassAsync(new()
        {
            Metadata = new() { Name = pretend.RuntimeClass },
            Handler = "pretend",
            Scheduling = new() { NodeSelector = selector, Tolerations = [new() { Key = Label, OperatorProperty = "Exists" }] },
        });
        var room = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1k"), ["memory"] = new("1Ti"), ["pods"] = new($"{podsEach}") };
        for (var i = 0; i < count; i++)
        {
            await client.CoreV1.CreateNodeAsync(new()
            {
                Metadata = new() { Name = $"{name}-{i}", Labels = selector },
                Spec = new() { Taints = [new() { Key = Label, Effect = "NoSchedule" }] },
                Status = new() { Allocatable = room, Capacity = room },
            });
        }
        return pretend;
    }

    public async ValueTask DisposeAsync()
    {
        await client.CoreV1.DeleteCollectionNodeAsync(labelSelector: $"{Label}={RuntimeClass}");
        await client.NodeV1.DeleteRuntimeClassAsync(RuntimeClass);
        kwok.Kill();
        await kwok.WaitForExitAsync();
        kwok.Dispose();
    }

    private static Process Start(string nodes, [CallerFilePath] string here = "")
    {
        // Addresses that no machine has: 198.18.0.0/15 is for tests (RFC 2544).
        string[] arguments = ["--config", Path.Combine(Path.GetDirectoryName(here)!, "pods.yaml"), "--manage-nodes-with-label-selector", $"{Label}={nodes}", "--cidr", "198.18.64.1/18", "--node-lease-duration-seconds", "40"];
        try
        {
            var kwok = Process.Start(new ProcessStartInfo("kwok", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            kwok.OutputDataReceived += (_, _) => { };
            kwok.ErrorDataReceived += (_, _) => { };
            kwok.BeginOutputReadLine();
            kwok.BeginErrorReadLine();
            return kwok;
        }
        catch (Win32Exception)
        {
            Assert.Skip("kwok is not in PATH: a thousand pods can't be pretended");
            throw;
        }
    }
}
