using System.ComponentModel.DataAnnotations;

namespace RCoder.Kubernetes.Executions;

/// <summary>Section <c>Executions</c> of the configuration: how execution pods are made. The same for operator and dispatchers.</summary>
public sealed class ExecutionsOptions
{
    public const string Section = "Executions";

    /// <summary>The namespace of execution pods; not the one that RCoder itself is in.</summary>
    [Required]
    [RegularExpression("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", ErrorMessage = "must be a DNS label: at most 63 of a-z, 0-9 and '-'")]
    public string Namespace { get; set; } = "rcoder-executions";

    /// <summary>The image that holds <c>/rcoder-runner</c>.</summary>
    [Required]
    public string RunnerImage { get; set; } = "rcoder-runner:dev";

    /// <summary>
    /// How the runner gets into a language's image: <c>Image</c> mounts its image as a volume (Kubernetes 1.35 and later),
    /// <c>InitContainer</c> copies it. Pods with a user namespace always copy: their file systems can't mount an image.
    /// </summary>
    public RunnerVolume RunnerVolume { get; set; } = RunnerVolume.Image;

    /// <summary>The Secret in <see cref="Namespace"/> whose key <c>token</c> a claim must carry.</summary>
    [Required]
    public string TokenSecret { get; set; } = "rcoder-pool";

    /// <summary>Memory of a pod beyond its program's limit, for the runner and what the kernel counts beside it. 16 MiB to 1 GiB.</summary>
    [Range(16L << 20, 1L << 30)]
    public long OverheadBytes { get; set; } = 32L << 20;

    /// <summary>How long an ended Job stays to be looked at, in seconds. 0 to 86400.</summary>
    [Range(0, 86_400)]
    public int TtlSeconds { get; set; } = 300;

    /// <summary>How long a pod may wait for a program, in seconds; the operator replaces it before. 60 to 604800.</summary>
    [Range(60, 604_800)]
    public int WaitSeconds { get; set; } = 86_400;

    /// <summary>How long a pod made for one execution may take to start, in seconds: scheduling, and the image's pull. 10 to 3600.</summary>
    [Range(10, 3600)]
    public int StartSeconds { get; set; } = 300;

    /// <summary>The PriorityClass of execution pods.</summary>
    public string? PriorityClassName { get; set; }

    /// <summary>Labels of the nodes that execution pods may be on.</summary>
    public Dictionary<string, string> NodeSelector { get; init; } = [];

    /// <summary>Taints of nodes that execution pods may be on all the same: with the labels, nodes for programs alone.</summary>
    public IList<Toleration> Tolerations { get; init; } = [];

    /// <summary>Secrets in <see cref="Namespace"/> with which images are pulled.</summary>
    public IList<string> ImagePullSecrets { get; init; } = [];
}

public enum RunnerVolume
{
    Image,
    InitContainer,
}
