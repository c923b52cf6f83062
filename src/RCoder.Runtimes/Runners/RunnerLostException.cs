namespace RCoder.Runtimes.Runners;

/// <summary>A runner went away in the middle of its execution, or the connection to it did: the platform's fault, never the program's.</summary>
public sealed class RunnerLostException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>It was reached, and has nothing for us: to ask again is of no use.</summary>
    public bool Final { get; init; }
}
