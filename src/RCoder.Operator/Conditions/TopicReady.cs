using RCoder.Operator.Reconciling;

namespace RCoder.Operator.Conditions;

/// <summary>The topic of the runtime's jobs is there.</summary>
internal static class TopicReady
{
    public const string Type = "TopicReady";

    public static Verdict Of(Observation seen) => seen.Topic switch
    {
        _ when seen.Problems.Count > 0 => new(Type, null, "InvalidSpec", "a topic is made once the spec is valid"),
        null => new(Type, null, "Making", "its topic is being made"),
        { Problem: null } topic => new(Type, true, "TopicReady", $"topic {topic.Name} is there"),
        { Problem: { } problem } => new(Type, false, "KafkaUnavailable", problem),
    };
}
