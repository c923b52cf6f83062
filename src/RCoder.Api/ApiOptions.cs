using System.ComponentModel.DataAnnotations;
using RCoder.Contracts.Requests;

namespace RCoder.Api;

/// <summary>Section <c>Api</c> of the configuration.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>The largest request body, in bytes. 1 KiB to 2 MiB.</summary>
    [Range(1 << 10, RequestBounds.BodyBytesCeiling)]
    public int BodyBytes { get; set; } = RequestBounds.BodyBytes;

    /// <summary>The folder of the built editor; relative to the folder of this program. Set to nothing: no editor is served.</summary>
    public string? EditorPath { get; set; }

    /// <summary>The port on which the editor is served, beside the API's paths. 1 to 65535.</summary>
    [Range(1, 65_535)]
    public int EditorPort { get; set; } = 3000;

    /// <summary>Origins of other sites whose pages may call the API: <c>https://example.org</c>. None unless named.</summary>
    public IList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Memory for the events of recent executions, in bytes; what is older is read from Kafka. 1 MiB to 4 GiB.</summary>
    [Range(1L << 20, 4L << 30)]
    public long RecentBytes { get; set; } = 64L << 20;
}
