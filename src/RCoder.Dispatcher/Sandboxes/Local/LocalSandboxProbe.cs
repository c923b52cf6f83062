namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>Tells whether this machine makes sandboxes before the first program needs one.</summary>
public sealed class LocalSandboxProbe
{
    private readonly Func<CancellationToken, Task> make;

    internal LocalSandboxProbe(Func<CancellationToken, Task> make) => this.make = make;

    /// <summary>Makes one, which takes some 20 ms. Null, or why it could not be made and what to do about it.</summary>
    public async Task<string?> ProblemAsync(CancellationToken ct)
    {
        try
        {
            await make(ct);
            return null;
        }
        catch (SandboxException e)
        {
            return SandboxTrouble.Explain(e.Message);
        }
    }
}
