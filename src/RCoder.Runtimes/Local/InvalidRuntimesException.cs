namespace RCoder.Runtimes.Local;

/// <summary>Manifests that cannot be used: every problem of every file, a line each.</summary>
public sealed class InvalidRuntimesException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
