using System.ComponentModel.DataAnnotations;

namespace RCoder.Hosting;

/// <summary>Section <c>Runtimes</c> of the configuration.</summary>
internal sealed class LocalCatalogueOptions
{
    public const string Section = "Runtimes";

    /// <summary>The folder of LanguageRuntime manifests; relative to the folder of this program.</summary>
    [Required]
    public string Folder { get; set; } = "runtimes";
}
