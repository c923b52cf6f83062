using RCoder.Operator.Conditions;

namespace RCoder.Unit.Operator;

public sealed class ConditionListTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddSeconds(5.5);

    [Fact]
    public void The_time_of_a_transition_stays_while_the_status_does()
    {
        var first = ConditionList.Of([new("Ready", null, "Starting", "…")], [], 1, Now);
        Assert.Equal(("Unknown", DateTime.UnixEpoch.AddSeconds(5)), (first[0].Status, first[0].LastTransitionTime));
        var same = ConditionList.Of([new("Ready", null, "Proving", "…")], first, 1, Now.AddSeconds(10));
        Assert.Equal(("Proving", DateTime.UnixEpoch.AddSeconds(5)), (same[0].Reason, same[0].LastTransitionTime));
        var other = ConditionList.Of([new("Ready", true, "Ready", "…")], same, 2, Now.AddSeconds(20));
        Assert.Equal(("True", 2, DateTime.UnixEpoch.AddSeconds(25)), (other[0].Status, other[0].ObservedGeneration, other[0].LastTransitionTime));
    }
}
