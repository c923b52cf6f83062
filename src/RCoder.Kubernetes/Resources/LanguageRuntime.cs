using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using RCoder.Contracts.Runtimes;

namespace RCoder.Kubernetes.Resources;

/// <summary>
/// A language that RCoder runs: its image, its commands, its limits, and the pods that wait for its programs.
/// Cluster-scoped, since its name is that of a Kafka topic.
/// </summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = KindName, PluralName = Plural)]
public sealed class LanguageRuntime : IKubernetesObject<V1ObjectMeta>, ISpec<RuntimeSpec>, IStatus<LanguageRuntimeStatus?>
{
    public const string KindName = "LanguageRuntime";
    public const string Plural = "languageruntimes";

    public string ApiVersion { get; set; } = $"{Names.Group}/{Names.Version}";
    public string Kind { get; set; } = KindName;
    public V1ObjectMeta Metadata { get; set; } = new();
    [JsonConverter(typeof(RuntimeSpecJson))]
    public required RuntimeSpec Spec { get; set; }
    public LanguageRuntimeStatus? Status { get; set; }
}
