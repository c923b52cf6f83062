namespace RCoder.Runtimes.Runners;

/// <summary>A runner found that a plan can never be started: another runner would say the same.</summary>
public sealed class RunnerRefusedException(string reason) : Exception($"the runner refused the plan: {reason}");
