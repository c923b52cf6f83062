using System.ComponentModel.DataAnnotations;
using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Runtimes;

/// <summary>A language, as one image runs it: its commands, its limits, the pods that wait for its programs, and how it proves itself.</summary>
/// <remarks>The words and bounds of this file are those of the custom resource too: <c>kubectl explain languageruntime.spec</c>.</remarks>
public sealed record RuntimeSpec
{
    /// <summary>What callers ask for, in lower case: <c>python</c>. Several runtimes may be of one language, in several versions.</summary>
    public required string Language { get; init; }

    /// <summary>Version of the interpreter or compiler, as a semantic version, in quotes: <c>"3.13.5"</c>. Callers ask for ranges of it.</summary>
    public required string Version { get; init; }

    /// <summary>Other names of the language; callers write them in any case. A name belongs to one language of the cluster.</summary>
    public IReadOnlyList<string> Aliases { get; set; } = [];

    /// <summary>The language's own container image, unchanged: with a tag other than latest, or a digest. It needs no RCoder in it.</summary>
    public required string Image { get; init; }

    /// <summary>Name of the file that runs when a request names none: <c>main.py</c>. Relative to the workspace.</summary>
    public required string Source { get; init; }

    /// <summary>How a program becomes executable, for languages that compile. A program that does not compile ends with <c>CompilationFailed</c>.</summary>
    public CompileSpec? Compile { get; init; }

    /// <summary>How a program runs.</summary>
    public required CommandSpec Run { get; init; }

    /// <summary>
    /// Environment of both phases, beside PATH, HOME and LANG; nothing of the image's own is inherited. Placeholders as in
    /// <c>run.command</c>. A request's own <c>env</c> wins in the run phase.
    /// </summary>
    public IReadOnlyDictionary<string, string> Env { get; set; } = new Dictionary<string, string>();

    /// <summary>What a run may use.</summary>
    public LimitsSpec Limits { get; set; } = new();

    /// <summary>What a waiting pod starts ahead of its program, so that a run need not wait for the interpreter's start. Taken and checked, and without effect yet.</summary>
    public PrestartSpec? Prestart { get; init; }

    /// <summary>The pods that wait for programs.</summary>
    public PoolSpec Pool { get; set; } = new();

    /// <summary>What stands between a program and the rest, beside the pod's own walls: no privilege, no token, a read-only root.</summary>
    public IsolationSpec Isolation { get; set; } = new();

    /// <summary>
    /// Programs that must do as said before the runtime is Ready, beside RCoder's own cases. One that is meant to succeed
    /// shows that the commands work in this image, and how fast: without one, callers are the first to try them.
    /// </summary>
    public IReadOnlyList<ConformanceCase> Conformance { get; set; } = [];

    /// <summary>What the web editor shows.</summary>
    public EditorSpec? Editor { get; init; }

    /// <summary>How callers of other services' contracts name this runtime.</summary>
    public CompatibilitySpec? Compatibility { get; init; }

    /// <summary>How <c>rcoder serve</c> finds this language on its own machine, without the image. A cluster ignores it.</summary>
    public LocalSpec? Local { get; init; }

    /// <summary>The limits of the compiler, complete; null for a language that has none.</summary>
    public Limits? CompileLimits() => Compile is { } compile ? Limits.Maximum().With(compile.Limits) : null;
}

public sealed record CommandSpec
{
    /// <summary>
    /// Program and arguments, in the workspace, without a shell. <c>{source}</c> is the file that runs, <c>{stem}</c> its
    /// name without folder and extension, <c>{memoryMb}</c> the phase's memory in MiB; <c>{sources}</c>, an argument of
    /// its own, is every file with that extension. The request's args are appended to the run command.
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }
}

public sealed record CompileSpec
{
    /// <summary>
    /// Program and arguments, in the workspace, without a shell; placeholders as in <c>run.command</c>. What it makes
    /// stays in the workspace, under a name that no file of a program is likely to have.
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Limits of the compiler, whatever the request's; absent parts are those of <c>limits.max</c>. Pods are made large enough for its memory.</summary>
    public RequestedLimits? Limits { get; init; }
}

public sealed record LimitsSpec
{
    /// <summary>What a request that says nothing gets, each at most that of <c>max</c>. Pods of the pool are of this size.</summary>
    public RequestedLimits? Default { get; init; }

    /// <summary>The most that a request may ask. One that asks more memory than the default gets a pod made for it, which takes seconds.</summary>
    public RequestedLimits? Max { get; init; }

    public Limits Defaults() => Executions.Limits.Default.With(Default);

    public Limits Maximum() => Executions.Limits.Maximum.With(Max);
}

public sealed record PrestartSpec
{
    /// <summary>Program and arguments that start the interpreter with a bootstrap, which waits on file descriptor 3 and becomes the program.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Names of variables, '*' at the end allowed, that count only at the interpreter's start: a request that sets one gets a plain start.</summary>
    public IReadOnlyList<string> PlainStartFor { get; set; } = [];
}

public sealed record PoolSpec
{
    /// <summary>Pods that wait at the least; more do when demand is higher. 0: the first run after a pause waits for its pod.</summary>
    [Range(0, RuntimeBounds.MostPods)]
    public int Min { get; set; } = 1;

    /// <summary>
    /// Pods of the pool at the most: those that wait, and those that waited and now run a program. A run that finds none
    /// waiting gets a pod of its own, which is not counted here: the execution namespace's ResourceQuota bounds them all.
    /// While a change rolls out, the old pods and the new ones are counted apart.
    /// </summary>
    [Range(1, RuntimeBounds.MostPods)]
    public int Max { get; set; } = 20;

    /// <summary>1: a pod serves one execution and is gone after it. More is not supported yet, and refused.</summary>
    public int MaxExecutionsPerPod { get; set; } = 1;

    /// <summary>CPU that the scheduler sets aside for each pod, as a Kubernetes quantity in quotes. A run may use more, up to <c>cpuLimit</c>.</summary>
    public string CpuRequest { get; set; } = "50m";

    /// <summary>The most CPU that a pod gets, as a Kubernetes quantity in quotes.</summary>
    public string CpuLimit { get; set; } = "1";
}

public sealed record IsolationSpec
{
    /// <summary>The RuntimeClass of the pods, such as one of gVisor or Kata; the cluster's own runtime when absent.</summary>
    public string? RuntimeClassName { get; init; }

    /// <summary>False: a user namespace of its own for each pod, where the cluster has them; its pods start more slowly.</summary>
    public bool HostUsers { get; set; } = true;

    /// <summary>What programs can reach: None, or Cluster, which is what the cluster's own NetworkPolicies leave open.</summary>
    public string Network { get; set; } = "None";

    /// <summary>Size of the workspace and <c>/tmp</c> together, in bytes. They are memory, and what is in them counts as the program's.</summary>
    [Range(RuntimeBounds.LeastWorkspaceBytes, RuntimeBounds.MostWorkspaceBytes)]
    public long WorkspaceBytes { get; set; } = 64L << 20;
}

public sealed record ConformanceCase
{
    /// <summary>Name of the case, unique in its runtime.</summary>
    public required string Name { get; init; }

    /// <summary>The program: the content of the runtime's <c>source</c>.</summary>
    public required string Source { get; init; }

    /// <summary>What it finds on stdin.</summary>
    public string? Stdin { get; init; }

    /// <summary>Arguments of the program.</summary>
    public IReadOnlyList<string> Args { get; set; } = [];

    /// <summary>What must come of it.</summary>
    public required Expectation Expect { get; init; }
}

public sealed record Expectation
{
    /// <summary>All of stdout, to the byte; anything when absent.</summary>
    public string? Stdout { get; init; }

    /// <summary>How the execution ends.</summary>
    public Outcome Outcome { get; set; } = Outcome.Succeeded;

    /// <summary>The program's exit code; any when absent.</summary>
    [Range(0, 255)]
    public int? ExitCode { get; init; }
}

public sealed record EditorSpec
{
    /// <summary>Monaco's id of the language, for its colours.</summary>
    public string? Monaco { get; init; }

    /// <summary>The program that the editor shows first.</summary>
    public string? Sample { get; init; }
}

public sealed record CompatibilitySpec
{
    /// <summary>Judge0's language ids that mean this runtime.</summary>
    public IReadOnlyList<int> Judge0 { get; set; } = [];

    /// <summary>Piston's name of the language.</summary>
    public string? Piston { get; init; }
}

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
    /// Paths of the machine that the sandbox sees read-only, beside <c>/usr</c> and its links. The last part may hold '*';
    /// what is not there is left out.
    /// </summary>
    public IReadOnlyList<string> Binds { get; set; } = [];
}
