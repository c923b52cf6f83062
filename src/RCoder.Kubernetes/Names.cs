namespace RCoder.Kubernetes;

/// <summary>RCoder's names in Kubernetes.</summary>
public static class Names
{
    public const string Group = "rcoder.dev";
    public const string Version = "v1alpha1";

    /// <summary>Who owns the fields that we apply (server-side apply).</summary>
    public const string FieldManager = "rcoder-operator";

    public const string Finalizer = Group + "/cleanup";

    /// <summary>Label of every execution Job and pod: the LanguageRuntime's name.</summary>
    public const string RuntimeLabel = Group + "/runtime";

    /// <summary>Label of a Job and pod that waits, or waited, in a pool: which template it was made from.</summary>
    public const string PoolLabel = Group + "/pool";

    /// <summary>Label of a Job that has its execution: the id. A cold one is born with it, a warm one gets it after its claim.</summary>
    public const string ExecutionLabel = Group + "/execution";

    /// <summary>Label of the Jobs that prove a runtime: the name of the case.</summary>
    public const string ConformanceLabel = Group + "/conformance";

    /// <summary>Label of pods that may reach the network: <c>cluster</c>. NetworkPolicies select by it.</summary>
    public const string NetworkLabel = Group + "/network";

    public const string PartOfLabel = "app.kubernetes.io/part-of";
    public const string PartOf = "rcoder";
    public const string ComponentLabel = "app.kubernetes.io/component";
    public const string ExecutionComponent = "execution";

    /// <summary>Of a Job's pods, by the Job controller.</summary>
    public const string JobNameLabel = "batch.kubernetes.io/job-name";
}
