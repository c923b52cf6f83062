using k8s.Models;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;

namespace RCoder.Kubernetes.Executions;

/// <summary>
/// The Job of every execution pod, warm or cold (<c>docs/how-a-run-travels.md</c>). Nothing of a request is in it but its
/// size and id: the program comes over HTTP.
/// </summary>
public sealed class ExecutionJob(ExecutionsOptions options)
{
    /// <summary>The port on which the runner listens.</summary>
    public const int RunnerPort = 7070;

    private const string RunnerVolumeName = "runner";
    private const string WorkVolumeName = "work";
    private const string RunnerFolder = "/.rcoder";
    private const int User = 65532;

    // The kubelet mounts a file of the node there, which any user may fill. In /root it is where the program's user cannot go.
    private const string TerminationMessages = "/root/.rcoder-termination";

    /// <summary>Where the runner of a pod with this address, IPv4 or IPv6, is spoken to.</summary>
    public static Uri RunnerAt(string podAddress) => new UriBuilder(Uri.UriSchemeHttp, podAddress, RunnerPort).Uri;

    /// <summary>Where a program finds the runner's binary in a pod, if it looks.</summary>
    public const string RunnerPath = RunnerFolder + "/rcoder-runner";

    /// <summary>One that waits. <paramref name="unique"/>: at most 8 of a-z and 0-9.</summary>
    public V1Job Warm(string runtime, RuntimeSpec spec, string unique)
    {
        var hash = PoolHash(spec);
        return Create($"{Short(runtime)}-{hash}-{unique}", runtime, spec, PodSize.Pooled(spec), options.WaitSeconds, (Names.PoolLabel, hash));
    }

    /// <summary>One made for this attempt at this execution, and named after it: a second creation is a conflict.</summary>
    public V1Job Cold(ExecutionId id, int attempt, string runtime, RuntimeSpec spec, Limits limits) =>
        Create(ColdName(id, attempt), runtime, spec, PodSize.For(spec, limits), StartAndRunSeconds(spec, limits), (Names.ExecutionLabel, id.ToString()));

    /// <summary>One that proves a runtime before its pool is offered.</summary>
    public V1Job Conformance(string name, string runtime, RuntimeSpec spec, string @case) =>
        Create(name, runtime, spec, PodSize.Pooled(spec), StartAndRunSeconds(spec, spec.Limits.Maximum()), (Names.ConformanceLabel, @case));

    public static string ColdName(ExecutionId id, int attempt) => $"run-{id}-{attempt}";

    /// <summary>Names what the pods of a pool have in common: pods of another hash are of an older spec, or an older RCoder.</summary>
    public string PoolHash(RuntimeSpec spec) => Executions.PoolHash.Of(Create("pool", "pool", spec, PodSize.Pooled(spec), options.WaitSeconds));

    private V1Job Create(string name, string runtime, RuntimeSpec spec, long memoryBytes, int deadlineSeconds, params (string Name, string Value)[] own)
    {
        var labels = new Dictionary<string, string>
        {
            [Names.PartOfLabel] = Names.PartOf,
            [Names.ComponentLabel] = Names.ExecutionComponent,
            [Names.RuntimeLabel] = runtime,
        };
        if (spec.Isolation.Network != "None")
            labels[Names.NetworkLabel] = "cluster";
        foreach (var (label, value) in own)
            labels[label] = value;
        // The case that looks whether there is a network must run where there is one.
        var network = spec.Isolation.Network == "None" && labels.ContainsKey(Names.ConformanceLabel) ? "Unproven" : spec.Isolation.Network;
        return new V1Job
        {
            ApiVersion = "batch/v1",
            Kind = "Job",
            Metadata = new() { Name = name, NamespaceProperty = options.Namespace, Labels = labels },
            Spec = new()
            {
                BackoffLimit = 0,
                ActiveDeadlineSeconds = deadlineSeconds,
                TtlSecondsAfterFinished = options.TtlSeconds,
                PodFailurePolicy = new()
                {
                    // So that the Job says whether the platform took the pod away, and does not make another.
                    Rules = [new() { Action = "FailJob", OnPodConditions = [new() { Type = "DisruptionTarget", Status = "True" }] }],
                },
                Template = new() { Metadata = new() { Labels = labels }, Spec = Pod(spec, memoryBytes + options.OverheadBytes, network) },
            },
        };
    }

    private V1PodSpec Pod(RuntimeSpec spec, long memoryBytes, string network)
    {
        var copies = options.RunnerVolume == RunnerVolume.InitContainer || !spec.Isolation.HostUsers;
        var security = new V1SecurityContext { AllowPrivilegeEscalation = false, ReadOnlyRootFilesystem = true, Capabilities = new() { Drop = ["ALL"] } };
        var resources = new V1ResourceRequirements
        {
            Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(spec.Pool.CpuRequest), ["memory"] = Mebibytes(memoryBytes) },
            Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(spec.Pool.CpuLimit), ["memory"] = Mebibytes(memoryBytes) },
        };
        return new V1PodSpec
        {
            RestartPolicy = "Never",
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            TerminationGracePeriodSeconds = 0,
            HostUsers = spec.Isolation.HostUsers ? null : false,
            RuntimeClassName = spec.Isolation.RuntimeClassName,
            PriorityClassName = options.PriorityClassName,
            NodeSelector = options.NodeSelector.Count > 0 ? options.NodeSelector : null,
            Tolerations = options.Tolerations.Count > 0 ? [.. options.Tolerations.Select(toleration => toleration.ToKubernetes())] : null,
            ImagePullSecrets = options.ImagePullSecrets.Count > 0 ? [.. options.ImagePullSecrets.Select(name => new V1LocalObjectReference { Name = name })] : null,
            SecurityContext = new() { RunAsNonRoot = true, RunAsUser = User, RunAsGroup = User, SeccompProfile = new() { Type = "RuntimeDefault" } },
            InitContainers = !copies ? null :
            [
                new()
                {
                    Name = "install",
                    Image = options.RunnerImage,
                    Command = ["/rcoder-runner", "install", RunnerFolder],
                    SecurityContext = security,
                    Resources = resources,
                    VolumeMounts = [new() { Name = RunnerVolumeName, MountPath = RunnerFolder }],
                },
            ],
            Containers =
            [
                new()
                {
                    Name = "runner",
                    Image = spec.Image,
                    Command = [RunnerPath],
                    WorkingDir = "/workspace",
                    TerminationMessagePath = TerminationMessages,
                    Env =
                    [
                        new() { Name = "RCODER_POOL_TOKEN", ValueFrom = new() { SecretKeyRef = new() { Name = options.TokenSecret, Key = "token" } } },
                        new() { Name = "RCODER_NETWORK", Value = network },
                    ],
                    Ports = [new() { Name = "runner", ContainerPort = RunnerPort }],
                    SecurityContext = security,
                    Resources = resources,
                    VolumeMounts =
                    [
                        new() { Name = WorkVolumeName, MountPath = "/workspace", SubPath = "workspace" },
                        new() { Name = WorkVolumeName, MountPath = "/tmp", SubPath = "tmp" },
                        new() { Name = RunnerVolumeName, MountPath = RunnerFolder, ReadOnlyProperty = true },
                    ],
                },
            ],
            Volumes =
            [
                new() { Name = WorkVolumeName, EmptyDir = new() { Medium = "Memory", SizeLimit = Mebibytes(spec.Isolation.WorkspaceBytes) } },
                copies
                    ? new() { Name = RunnerVolumeName, EmptyDir = new() { Medium = "Memory", SizeLimit = Mebibytes(32L << 20) } }
                    : new() { Name = RunnerVolumeName, Image = new() { Reference = options.RunnerImage, PullPolicy = "IfNotPresent" } },
            ],
        };
    }

    private int StartAndRunSeconds(RuntimeSpec spec, Limits limits)
    {
        var compileMs = spec.CompileLimits()?.WallMs ?? 0;
        return options.StartSeconds + (int)((compileMs + limits.WallMs) / 1000) + 1;
    }

    // A Job's name becomes a label of its pods, of at most 63 characters.
    private static string Short(string runtime) => runtime.Length <= 40 ? runtime : runtime[..40].TrimEnd('-');

    private static ResourceQuantity Mebibytes(long bytes) => new($"{(bytes + (1L << 20) - 1) >> 20}Mi");
}
