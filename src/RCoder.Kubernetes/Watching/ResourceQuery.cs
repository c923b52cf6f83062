using System.Reflection;
using k8s;
using k8s.Models;

namespace RCoder.Kubernetes.Watching;

/// <summary>Which objects of the API server. <paramref name="Group"/> of the core kinds is empty; without <paramref name="Namespace"/>: of all.</summary>
public sealed record ResourceQuery(string Group, string Version, string Plural, string? Namespace = null, string? LabelSelector = null, string? FieldSelector = null)
{
    /// <summary>By what <typeparamref name="T"/> says of itself.</summary>
    public static ResourceQuery For<T>(string? @namespace = null, string? labelSelector = null, string? fieldSelector = null)
        where T : IKubernetesObject
    {
        var entity = typeof(T).GetCustomAttribute<KubernetesEntityAttribute>() ?? throw new ArgumentException($"{typeof(T).Name} has no [KubernetesEntity]");
        return new(entity.Group, entity.ApiVersion, entity.PluralName, @namespace, labelSelector, fieldSelector);
    }

    /// <summary>Path and query under the API server's address.</summary>
    internal string Uri(params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var uri = Group.Length == 0 ? $"api/{Version}/" : $"apis/{Group}/{Version}/";
        uri += Namespace is null ? Plural : $"namespaces/{Namespace}/{Plural}";
        var mark = '?';
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("labelSelector", LabelSelector), ("fieldSelector", FieldSelector), .. more])
        {
            if (string.IsNullOrEmpty(value))
                continue;
            uri += $"{mark}{name}={System.Uri.EscapeDataString(value)}";
            mark = '&';
        }
        return uri;
    }

    public override string ToString() => Namespace is null ? Plural : $"{Namespace}/{Plural}";
}
