using RCoder.Contracts.Runtimes;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>What of a runtime is fixed before a sandbox knows its program. Runtimes of one shape share their waiting sandboxes.</summary>
internal sealed record SandboxShape(string Binds, long WorkspaceBytes)
{
    public static SandboxShape Of(Runtime runtime) =>
        new(string.Join('\n', (runtime.Spec.Local?.Binds ?? []).Order(StringComparer.Ordinal)), runtime.Spec.Isolation.WorkspaceBytes);

    public IReadOnlyList<string> BindList => Binds.Length == 0 ? [] : Binds.Split('\n');
}
