using System.Text.Json;
using k8s;
using k8s.Models;
using RCoder.Kubernetes.Connecting;

namespace RCoder.Kubernetes.Watching;

internal enum WatchEventKind
{
    /// <summary>Added or modified: the store knows which.</summary>
    Is,
    Deleted,
    Bookmark,
}

/// <summary>One line of a watch (Kubernetes API concepts, "Efficient detection of changes").</summary>
internal readonly record struct WatchEvent<T>(WatchEventKind Kind, Observed<T> Seen)
    where T : IKubernetesObject<V1ObjectMeta>
{
    /// <exception cref="KubernetesException">The line is an error: 410, when the watch began too far back.</exception>
    public static WatchEvent<T> Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var @object = json.RootElement.GetProperty("object");
        var type = json.RootElement.GetProperty("type").GetString();
        return type switch
        {
            "ADDED" or "MODIFIED" => new(WatchEventKind.Is, Observed<T>.Read(@object)),
            "DELETED" => new(WatchEventKind.Deleted, Observed<T>.Read(@object)),
            "BOOKMARK" => new(WatchEventKind.Bookmark, Observed<T>.Read(@object)),
            "ERROR" => throw new KubernetesException(ApiFailures.StatusOf(@object.GetRawText()) ?? new() { Message = @object.GetRawText() }),
            _ => throw new JsonException($"a watch event of type '{type}'"),
        };
    }
}
