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

    /// <summary>Where the runners' sockets are made; a folder of its own goes in it. It must be short: a socket's path has 107 bytes.</summary>
    [Required]
    public string SocketFolder { get; set; } = Path.GetTempPath();

    /// <summary>The user that sandboxes run as when this process is root. 1 to 2147483647.</summary>
    [Range(1, int.MaxValue)]
    public int User { get; set; } = 65532;

    public string RunnerFile => Path.Combine(AppContext.BaseDirectory, RunnerPath);
}
