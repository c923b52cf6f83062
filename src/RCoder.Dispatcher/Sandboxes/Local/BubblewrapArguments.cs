namespace RCoder.Dispatcher.Sandboxes.Local;

internal static class BubblewrapArguments
{
    public static IReadOnlyList<string> For(string runnerFile, IReadOnlyList<string> binds, long workspaceBytes) => [];
}
