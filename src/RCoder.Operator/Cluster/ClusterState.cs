using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Resources;
using RCoder.Kubernetes.Watching;
using RCoder.Operator.Pools;

namespace RCoder.Operator.Cluster;

/// <summary>The runtimes, and the Jobs and pods of executions, as they were last seen.</summary>
internal sealed class ClusterState
{
    private const string ByRuntime = "runtime";
    private const string ByJob = "job";
    private const string ByStart = "start";
    private const string ColdStart = "cold";
    private const string PoolStart = "pool";

    private readonly Informer<LanguageRuntime> runtimes;
    private readonly Informer<JobView> jobs;
    private readonly Informer<PodView> pods;

    public ClusterState(IKubernetes client, IOptions<OperatorOptions> options, IOptions<ExecutionsOptions> executions, TimeProvider time, ILoggerFactory loggers)
    {
        const string executionsOnly = $"{Names.ComponentLabel}={Names.ExecutionComponent}";
        var log = loggers.CreateLogger<ClusterState>();
        runtimes = new(client, ResourceQuery.For<LanguageRuntime>(labelSelector: options.Value.Selector), time, log);
        jobs = new(client, ResourceQuery.For<JobView>(executions.Value.Namespace, executionsOnly), time, log);
        pods = new(client, ResourceQuery.For<PodView>(executions.Value.Namespace, executionsOnly), time, log);
        Jobs.AddIndex(ByRuntime, job => Key(job.Label(Names.RuntimeLabel)));
        Jobs.AddIndex(ByStart, job => Key(Cold(job) && !Ended(job) ? ColdStart : null));
        Pods.AddIndex(ByJob, pod => Key(pod.Job));
        Pods.AddIndex(ByStart, pod => Key(StartOf(pod)));
    }

    public Store<LanguageRuntime> Runtimes => runtimes.Store;
    public Store<JobView> Jobs => jobs.Store;
    public Store<PodView> Pods => pods.Store;

    public event Action<Change<LanguageRuntime>>? RuntimeChanged
    {
        add => runtimes.Changed += value;
        remove => runtimes.Changed -= value;
    }

    public event Action<Change<JobView>>? JobChanged
    {
        add => jobs.Changed += value;
        remove => jobs.Changed -= value;
    }

    public event Action<Change<PodView>>? PodChanged
    {
        add => pods.Changed += value;
        remove => pods.Changed -= value;
    }

    public Task Synced => Task.WhenAll(runtimes.Synced, jobs.Synced, pods.Synced);

    public Task RunAsync(CancellationToken ct) => Task.WhenAll(runtimes.RunAsync(ct), jobs.RunAsync(ct), pods.RunAsync(ct));

    public IReadOnlyCollection<JobView> JobsOf(string runtime) => Jobs.ByIndex(ByRuntime, runtime);

    public PodView? PodOf(string job) => Pods.ByIndex(ByJob, job).FirstOrDefault();

    /// <summary>Runs going on, of one runtime or of all, in pods made for them.</summary>
    public int ColdRuns(string? runtime = null) =>
        Jobs.ByIndex(ByStart, ColdStart).Count(job => runtime is null || job.Label(Names.RuntimeLabel) == runtime);

    /// <summary>Runs that wait for pods of their own to start.</summary>
    public int ColdStarts() => Jobs.ByIndex(ByStart, ColdStart).Count(job => PodOf(job.Name) is not { } pod || StartOf(pod) == ColdStart);

    /// <summary>Pods of pools that are starting, and are not stuck.</summary>
    public int PoolStarts() => Pods.ByIndex(ByStart, PoolStart).Count;

    public static bool Ended(JobView job) => job.Condition("Complete") is not null || job.Condition("Failed") is not null;

    public static bool Warm(JobView job) => job.Label(Names.PoolLabel) is not null;

    public static bool Cold(JobView job) => !Warm(job) && job.Label(Names.ExecutionLabel) is not null;

    private static string? StartOf(PodView pod) =>
        pod.RunningSince is not null || pod.Status?.Phase is not ("Pending" or "Running") || pod.Metadata.DeletionTimestamp is not null || PodTrouble.Of(pod) is not null ? null
        : pod.Metadata.Labels.ContainsKey(Names.PoolLabel) ? PoolStart
        : pod.Metadata.Labels.ContainsKey(Names.ExecutionLabel) ? ColdStart
        : null;

    private static IEnumerable<string> Key(string? key) => key is null ? [] : [key];
}
