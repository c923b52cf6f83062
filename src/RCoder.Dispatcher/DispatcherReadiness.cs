namespace RCoder.Dispatcher;

/// <summary>Tells when a dispatcher takes jobs at once, and no longer only when the group has let it in.</summary>
public sealed class DispatcherReadiness
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first partitions are this process's.</summary>
    public Task Ready => ready.Task;

    internal void Reached() => ready.TrySetResult();
}
