using k8s.Models;

namespace RCoder.Operator.Conditions;

internal static class ConditionList
{
    /// <summary>The verdicts as conditions. The time of a transition stays while the status does.</summary>
    public static IList<V1Condition> Of(IEnumerable<Verdict> verdicts, IEnumerable<V1Condition> before, long generation, DateTimeOffset now) =>
        [.. verdicts.Select(verdict => new V1Condition
        {
            Type = verdict.Type,
            Status = verdict.Status,
            Reason = verdict.Reason,
            Message = Cut(verdict.Message),
            ObservedGeneration = generation,
            LastTransitionTime = before.FirstOrDefault(old => old.Type == verdict.Type && old.Status == verdict.Status)?.LastTransitionTime
                // The API server keeps whole seconds.
                ?? now.UtcDateTime.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)),
        })];

    // metav1.Condition allows 32768.
    private static string Cut(string message) => message.Length <= 4000 ? message : message[..4000] + "…";
}
