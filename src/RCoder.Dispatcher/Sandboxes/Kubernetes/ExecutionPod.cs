using k8s.Models;
using RCoder.Contracts.Runners;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Queues;
using RCoder.Runtimes.Runners;

namespace RCoder.Dispatcher.Sandboxes.Kubernetes;

/// <summary>One execution pod as it was seen last, and the connection to its runner.</summary>
internal sealed class ExecutionPod(V1Pod pod, RunnerConnections connections, TimeProvider time) : IDisposable
{
    private static readonly Backoff Retry = new(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(500));

    private readonly Lock gate = new();
    private RunnerClient? client;
    private volatile PodReading reading = new PodReading.Starting(null);
    private volatile bool used;
    private bool disposed;

    public string Name { get; } = pod.Metadata.Name;
    public string Job { get; } = pod.GetLabel(Names.JobNameLabel) ?? "";
    public string? Node { get; private set; }
    public PoolKey? Pool { get; } = PoolKey.Of(pod);
    public PodReading Reading => reading;
    public bool HasEnded => reading is PodReading.Ended;

    /// <summary>Whether it may wait for the next run, if its runner has none.</summary>
    public bool MayWait => !used && Pool is not null && reading is PodReading.Running { Ready: true };

    /// <summary>Of a pod that runs, or ran.</summary>
    public RunnerClient Client => client ?? throw new InvalidOperationException($"pod {Name} has no address yet");

    public void See(V1Pod now, bool deleted)
    {
        var read = PodReading.Of(now, deleted);
        lock (gate)
        {
            if (read is PodReading.Running { Address: var address } && client is null && !disposed)
                client = connections.Open(address);
        }
        Node = now.Spec?.NodeName;
        reading = read;
    }

    /// <summary>Asks the runner what it does, again and again while nothing listens; null: the pod has ended meanwhile.</summary>
    public async Task<RunnerState?> AskAsync(CancellationToken ct)
    {
        for (var failures = 0; reading is PodReading.Running; failures++)
        {
            try
            {
                return await Client.StateAsync(ct);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !ct.IsCancellationRequested)
            {
                // It runs, and will listen.
            }
            await Task.Delay(Retry.Longest(failures), time, ct);
        }
        return null;
    }

    /// <summary>A run speaks to it: its connection stays whatever becomes of the pod.</summary>
    public void Use()
    {
        lock (gate)
            used = true;
    }

    public void Leave()
    {
        lock (gate)
            used = false;
        DisposeIfOver();
    }

    public void DisposeIfOver()
    {
        lock (gate)
        {
            if (used || !HasEnded)
                return;
        }
        Dispose();
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            client?.Dispose();
        }
    }
}
