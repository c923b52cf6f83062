namespace RCoder.Kubernetes.Watching;

/// <summary>What tells objects of one kind apart. <paramref name="Namespace"/> is null for those that are in none.</summary>
internal readonly record struct ObjectKey(string? Namespace, string Name)
{
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
