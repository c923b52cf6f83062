using k8s.Models;
using Microsoft.Extensions.Options;
using RCoder.Dispatcher;
using RCoder.Dispatcher.Sandboxes.Kubernetes;
using RCoder.Kubernetes;

namespace RCoder.Unit.Dispatcher;

public sealed class FreePodsTests : IDisposable
{
    private static readonly PoolKey Pool = new("python", "1");

    private readonly FreePods free = new(new DispatcherMetrics());
    private readonly V1Pod seen = new()
    {
        Metadata = new() { Name = "p", Labels = new Dictionary<string, string> { [Names.RuntimeLabel] = "python", [Names.PoolLabel] = "1" } },
        Status = new() { Phase = "Running", PodIP = "10.0.0.7", Conditions = [new() { Type = "Ready", Status = "True" }], ContainerStatuses = [new() { Name = "runner", State = new() { Running = new() } }] },
    };

    private readonly ExecutionPod pod;

    public FreePodsTests()
    {
        pod = new ExecutionPod(seen, new RunnerConnections(Options.Create(new DispatcherOptions())), TimeProvider.System);
        pod.See(seen, deleted: false);
    }

    [Fact]
    public void A_pod_that_waits_is_given_once()
    {
        Assert.True(free.Put(pod));
        Assert.False(free.Put(pod));
        Assert.True(free.TryTake(Pool, out var taken));
        Assert.Same(pod, taken);
        Assert.False(free.TryTake(Pool, out _));
    }

    [Fact]
    public void One_that_is_in_use_is_not_offered_until_its_run_leaves_it()
    {
        free.Put(pod);
        free.TryTake(Pool, out _);
        Assert.False(free.Put(pod));
        pod.Leave();
        Assert.True(free.Put(pod));
    }

    [Fact]
    public void One_whose_node_is_lost_is_not_offered_and_is_again_when_it_is_back()
    {
        SeeReady("False");
        Assert.False(free.Put(pod));
        SeeReady("True");
        Assert.True(free.Put(pod));
    }

    public void Dispose() => pod.Dispose();

    private void SeeReady(string status)
    {
        seen.Status.Conditions[0].Status = status;
        pod.See(seen, deleted: false);
    }
}
