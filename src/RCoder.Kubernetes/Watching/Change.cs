namespace RCoder.Kubernetes.Watching;

/// <summary>What happened to one object. <paramref name="Now"/> null: it was deleted, and <paramref name="Before"/> is the last of it; <paramref name="Before"/> null: it is new.</summary>
public readonly record struct Change<T>(T? Before, T? Now);
