using RCoder.Runtimes.Runners;

namespace RCoder.Dispatcher.Sandboxes;

/// <summary>A runner that can be spoken to. <paramref name="Name"/> is its pod, or its local sandbox.</summary>
internal sealed record Runner(string Name, bool Warm, RunnerClient Client)
{
    /// <summary>Tells it to go: it has served.</summary>
    public async Task DismissAsync()
    {
        try
        {
            await Client.DoneAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException)
        {
            // It went before it answered.
        }
    }
}
