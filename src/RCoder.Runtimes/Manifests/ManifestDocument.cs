using System.Text.Json.Serialization;
using RCoder.Contracts.Runtimes;

namespace RCoder.Runtimes.Manifests;

/// <summary>A LanguageRuntime as <c>kubectl apply</c> takes it.</summary>
internal sealed record ManifestDocument
{
    public const string Version = "rcoder.dev/v1alpha1";
    public const string LanguageRuntime = "LanguageRuntime";

    public required string ApiVersion { get; init; }
    public required string Kind { get; init; }
    public required ManifestMetadata Metadata { get; init; }
    public required RuntimeSpec Spec { get; init; }
}

internal sealed record ManifestMetadata
{
    public required string Name { get; init; }
    public string? Namespace { get; init; }
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Annotations { get; set; } = new Dictionary<string, string>();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ManifestDocument))]
internal sealed partial class ManifestJson : JsonSerializerContext;
