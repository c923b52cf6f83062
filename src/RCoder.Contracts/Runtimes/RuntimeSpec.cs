using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Runtimes;

/// <summary><c>spec</c> of a LanguageRuntime (<c>rcoder.dev/v1alpha1</c>).</summary>
public sealed record RuntimeSpec
{
    /// <summary>The language's name: lower case, what callers ask for.</summary>
    public required string Language { get; init; }

    /// <summary>The version of the interpreter or compiler, as a semantic version.</summary>
    public required string Version { get; init; }

    public IReadOnlyList<string> Aliases { get; set; } = [];

    /// <summary>The language's own, unchanged container image.</summary>
    public required string Image { get; init; }

    /// <summary>The name of the file that runs, when a request names none: <c>main.py</c>.</summary>
    public required string Source { get; init; }

    public CompileSpec? Compile { get; init; }
    public required CommandSpec Run { get; init; }

    /// <summary>Environment of both phases, placeholders as in <see cref="CommandSpec.Command"/>; a request's own <c>env</c> wins in the run phase.</summary>
    public IReadOnlyDictionary<string, string> Env { get; set; } = new Dictionary<string, string>();

    public LimitsSpec Limits { get; set; } = new();
    public PrestartSpec? Prestart { get; init; }
    public PoolSpec Pool { get; set; } = new();
    public IsolationSpec Isolation { get; set; } = new();
    public IReadOnlyList<ConformanceCase> Conformance { get; set; } = [];
    public EditorSpec? Editor { get; init; }
    public CompatibilitySpec? Compatibility { get; init; }
    public LocalSpec? Local { get; init; }
}

public sealed record CommandSpec
{
    /// <summary>
    /// argv, in the workspace. <c>{source}</c> is the file that runs, <c>{stem}</c> its name without folder and extension,
    /// <c>{memoryMb}</c> the phase's memory in MiB; <c>{sources}</c>, an argument of its own, is every file with that
    /// extension. The request's args are appended to the run command.
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }
}

public sealed record CompileSpec
{
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Limits of the compiler; absent parts are those of <c>limits.max</c>.</summary>
    public RequestedLimits? Limits { get; init; }
}

public sealed record LimitsSpec
{
    /// <summary>What a request that says nothing gets. Absent parts: <see cref="Executions.Limits.Default"/>.</summary>
    public RequestedLimits? Default { get; init; }

    /// <summary>The most that a request may ask. Absent parts: <see cref="Executions.Limits.Maximum"/>.</summary>
    public RequestedLimits? Max { get; init; }

    public Limits Defaults() => Executions.Limits.Default.With(Default);

    public Limits Maximum() => Executions.Limits.Maximum.With(Max);
}

public sealed record PrestartSpec
{
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Names of variables, '*' at the end allowed, that count only at the interpreter's start: a request that sets one gets a plain start.</summary>
    public IReadOnlyList<string> PlainStartFor { get; set; } = [];
}

public sealed record PoolSpec
{
    /// <summary>Runners that wait at the least. 0 to 1000.</summary>
    public int Min { get; set; } = 1;

    /// <summary>Runners at the most, waiting and busy. 1 to 1000.</summary>
    public int Max { get; set; } = 20;

    /// <summary>1: a pod serves one execution and is gone after it.</summary>
    public int MaxExecutionsPerPod { get; set; } = 1;

    /// <summary>CPU that the scheduler sets aside for each pod, as a Kubernetes quantity. A run may use more, up to <see cref="CpuLimit"/>.</summary>
    public string CpuRequest { get; set; } = "50m";

    /// <summary>The most CPU that a pod gets, as a Kubernetes quantity.</summary>
    public string CpuLimit { get; set; } = "1";
}

public sealed record IsolationSpec
{
    public string? RuntimeClassName { get; init; }

    /// <summary>False: a user namespace of its own for each pod, where the cluster has them; its pods start more slowly.</summary>
    public bool HostUsers { get; set; } = true;

    /// <summary><c>None</c> (the default) or <c>Cluster</c>.</summary>
    public string Network { get; set; } = "None";

    /// <summary>Size of the workspace and of <c>/tmp</c>, together, in bytes. 1 MiB to 16 GiB.</summary>
    public long WorkspaceBytes { get; set; } = 64L << 20;
}

public sealed record ConformanceCase
{
    public required string Name { get; init; }
    public required string Source { get; init; }
    public string? Stdin { get; init; }
    public IReadOnlyList<string> Args { get; set; } = [];
    public required Expectation Expect { get; init; }
}

public sealed record Expectation
{
    public string? Stdout { get; init; }
    public Outcome Outcome { get; set; } = Outcome.Succeeded;
    public int? ExitCode { get; init; }
}

public sealed record EditorSpec
{
    /// <summary>Monaco's id of the language.</summary>
    public string? Monaco { get; init; }

    /// <summary>What the editor shows first.</summary>
    public string? Sample { get; init; }
}

public sealed record CompatibilitySpec
{
    /// <summary>Judge0's language ids that mean this runtime.</summary>
    public IReadOnlyList<int> Judge0 { get; set; } = [];

    /// <summary>Piston's name of the language.</summary>
    public string? Piston { get; init; }
}

/// <summary>How the all-in-one finds this language on the host, without a container image.</summary>
public sealed record LocalSpec
{
    /// <summary>Absolute paths that must be there and executable: the interpreter or compiler.</summary>
    public IReadOnlyList<string> Requires { get; set; } = [];

    /// <summary>The Debian package that brings them.</summary>
    public string? Package { get; init; }

    /// <summary>Prints the version that is installed; the first thing in it that looks like a version is taken.</summary>
    public IReadOnlyList<string> VersionCommand { get; set; } = [];

    /// <summary>In place of <c>compile.command</c> here.</summary>
    public IReadOnlyList<string>? Compile { get; init; }

    /// <summary>In place of <c>run.command</c> here.</summary>
    public IReadOnlyList<string>? Run { get; init; }

    /// <summary>In place of <c>prestart.command</c> here.</summary>
    public IReadOnlyList<string>? Prestart { get; init; }

    /// <summary>
    /// Host paths that the sandbox sees read-only, beside <c>/usr</c> and its links. The last part may hold '*'; what is
    /// not there is left out.
    /// </summary>
    public IReadOnlyList<string> Binds { get; set; } = [];
}
