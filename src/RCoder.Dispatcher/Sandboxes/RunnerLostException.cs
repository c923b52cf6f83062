namespace RCoder.Dispatcher.Sandboxes;

/// <summary>A runner went away in the middle of its execution: the platform's fault, never the program's.</summary>
internal sealed class RunnerLostException(string message, Exception? inner = null) : Exception(message, inner);
