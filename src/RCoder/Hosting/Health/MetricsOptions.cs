using System.ComponentModel.DataAnnotations;
using RCoder.Configuration;

namespace RCoder.Hosting.Health;

/// <summary>Section <c>Metrics</c> of the configuration: where a role without the API tells how it does.</summary>
internal sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>The address that is listened on; in a pod 0.0.0.0, so that the kubelet and Prometheus reach it.</summary>
    [Required]
    [LocalAddress]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port of <c>/livez</c>, <c>/readyz</c> and <c>/metrics</c>. 1 to 65535.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; }
}
