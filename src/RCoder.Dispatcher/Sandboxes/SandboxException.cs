namespace RCoder.Dispatcher.Sandboxes;

/// <summary>No runner can be had. <see cref="Transient"/>: another try may find one.</summary>
internal sealed class SandboxException(string message, bool transient, Exception? inner = null) : Exception(message, inner)
{
    public bool Transient { get; } = transient;
}
