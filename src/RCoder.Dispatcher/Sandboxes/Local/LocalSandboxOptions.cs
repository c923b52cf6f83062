using System.ComponentModel.DataAnnotations;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>Section <c>LocalSandbox</c> of the configuration.</summary>
public sealed class LocalSandboxOptions
{
    public const string Section = "LocalSandbox";

    /// <summary>The static runner; relative to the folder of this program.</summary>
    [Required]
    public string RunnerPath { get; set; } = "rcoder-runner";

    [Required]
    public string BubblewrapPath { get; set; } = "/usr/bin/bwrap";

    /// <summary>Sandboxes that wait for a program, of each shape, at the most. 0 to 100.</summary>
    [Range(0, 100)]
    public int MaxWarm { get; set; } = 4;

    /// <summary>A folder of this process goes in it, for sockets: keep it short, a socket's path has 107 bytes.</summary>
    [Required]
    public string Folder { get; set; } = Path.GetTempPath();

    public string RunnerFile => Path.Combine(AppContext.BaseDirectory, RunnerPath);
}
