using System.ComponentModel.DataAnnotations;

namespace RCoder.Dispatcher.Sandboxes.Static;

/// <summary>Section <c>StaticSandbox</c> of the configuration: runners that somebody else keeps up, as Docker Compose does.</summary>
public sealed class StaticSandboxOptions
{
    public const string Section = "StaticSandbox";

    /// <summary>The folder of the LanguageRuntime manifests that have runners; relative to the folder of this program.</summary>
    [Required]
    public string Folder { get; set; } = "runtimes";

    /// <summary>Those of them that have runners, <c>python,ruby</c>; the others are offered as not ready. Empty: all have.</summary>
    public string Runtimes { get; set; } = "";

    public bool Has(string runtime) =>
        string.IsNullOrWhiteSpace(Runtimes) || Runtimes.Split(',', StringSplitOptions.TrimEntries).Contains(runtime, StringComparer.Ordinal);

    /// <summary>The host name of a runtime's runners. Behind it may be any number of addresses: each is a runner.</summary>
    [Required]
    [RegularExpression(@"^[^\s/:]*\{runtime\}[^\s/:]*$", ErrorMessage = "must be a host name with {{runtime}} in it")]
    public string Host { get; set; } = "{runtime}";

    /// <summary>The port of the runners. 1 to 65535.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 7070;

    /// <summary>Memory of each runner for its program, in bytes: no request may ask for more. 16 MiB to 64 GiB.</summary>
    [Range(16L << 20, 64L << 30)]
    public long MemoryBytes { get; set; } = 256L << 20;

    /// <summary>How often runners are looked for, in milliseconds, while a program waits for one. 1 to 10000.</summary>
    [Range(1, 10_000)]
    public int LookMs { get; set; } = 20;
}
