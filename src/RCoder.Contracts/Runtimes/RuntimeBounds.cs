namespace RCoder.Contracts.Runtimes;

/// <summary>Every bound of a LanguageRuntime: what <c>RuntimeCheck</c> refuses in words, and the custom resource on apply.</summary>
public static class RuntimeBounds
{
    /// <summary>A language's name, or an alias: of these, at most 63, and not the punctuation first.</summary>
    public const string LanguagePattern = "^[a-z0-9][-a-z0-9+#.]{0,62}$";

    /// <summary>A DNS label: the name of a LanguageRuntime, and of a conformance case.</summary>
    public const string LabelPattern = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";

    /// <summary>A semantic version, <see href="https://semver.org/"/> 2.0.0.</summary>
    public const string VersionPattern =
        @"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$";

    /// <summary>CPU as a Kubernetes quantity: cores, or thousandths of one.</summary>
    public const string CpuPattern = @"^(\d{1,6}m|\d{1,4}(\.\d{1,3})?)$";

    /// <summary>The name of a RuntimeClass.</summary>
    public const string SubdomainPattern = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    public const int NameLength = 63;
    public const int VersionLength = 100;
    public const int ImageLength = 500;
    public const int Aliases = 32;
    public const int ConformanceCases = 100;

    /// <summary>Entries of a list of <c>local</c>, and the characters of one.</summary>
    public const int LocalPaths = 32;
    public const int LocalPathLength = 500;

    /// <summary>The most <c>wallMs</c> and <c>cpuMs</c>, in milliseconds: a day.</summary>
    public const long MostTimeMs = 24L * 60 * 60 * 1000;

    /// <summary>In bytes: 1 TiB.</summary>
    public const long MostMemoryBytes = 1L << 40;

    /// <summary>In bytes: 1 GiB.</summary>
    public const long MostOutputBytes = 1L << 30;

    /// <summary>Linux's largest pid_max.</summary>
    public const int MostProcesses = 1 << 22;

    /// <summary>Of <c>pool</c>: <c>min</c>, and <c>max</c> (from 1).</summary>
    public const int MostPods = 1000;

    /// <summary>In bytes: 1 MiB.</summary>
    public const long LeastWorkspaceBytes = 1L << 20;

    /// <summary>In bytes: 16 GiB.</summary>
    public const long MostWorkspaceBytes = 16L << 30;
}
