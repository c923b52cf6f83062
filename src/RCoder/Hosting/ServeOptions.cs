using System.ComponentModel.DataAnnotations;
using RCoder.Configuration;

namespace RCoder.Hosting;

/// <summary>Section <c>Serve</c> of the configuration.</summary>
internal sealed class ServeOptions
{
    public const string Section = "Serve";

    /// <summary>The address that is listened on. Beyond loopback, everyone who reaches it may run programs here.</summary>
    [Required]
    [LocalAddress]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port of the API. 1 to 65535.</summary>
    [Range(1, 65_535)]
    public int ApiPort { get; set; } = 8080;
}
