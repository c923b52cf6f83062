using System.Text.Json;
using k8s;
using k8s.Models;

namespace RCoder.Kubernetes.Watching;

/// <summary>One object as the API server sent it; <paramref name="Object"/> is null when it can't be read as a <typeparamref name="T"/>, and <paramref name="Fault"/> says why.</summary>
internal readonly record struct Observed<T>(ObjectKey Key, string ResourceVersion, T? Object, string? Fault)
    where T : IKubernetesObject<V1ObjectMeta>
{
    public static Observed<T> Read(JsonElement json)
    {
        var metadata = json.GetProperty("metadata");
        // A bookmark has neither name nor namespace.
        var key = new ObjectKey(Text(metadata, "namespace"), Text(metadata, "name") ?? "");
        var version = Text(metadata, "resourceVersion") ?? "";
        try
        {
            var read = KubernetesJson.Deserialize<T>(json);
            // Nobody here asks who wrote what, and it is half of an object's size.
            read.Metadata.ManagedFields = null;
            return new(key, version, read, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            return new(key, version, default, e.Message);
        }
    }

    private static string? Text(JsonElement metadata, string name) => metadata.TryGetProperty(name, out var value) ? value.GetString() : null;
}
