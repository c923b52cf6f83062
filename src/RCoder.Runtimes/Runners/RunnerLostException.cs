namespace RCoder.Runtimes.Runners;

/// <summary>A runner went away in the middle of its execution: the platform's fault, never the program's.</summary>
public sealed class RunnerLostException(string message, Exception? inner = null) : Exception(message, inner);
