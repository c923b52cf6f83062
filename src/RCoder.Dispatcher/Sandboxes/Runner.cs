using RCoder.Runtimes.Runners;

namespace RCoder.Dispatcher.Sandboxes;

/// <summary>A runner that can be spoken to. <paramref name="Name"/> is its pod, or its local sandbox.</summary>
internal sealed record Runner(string Name, bool Warm, RunnerClient Client);
