using RCoder.Messaging.Logs;

namespace RCoder.Unit.Messaging;

public sealed class UnkeptOffsetsTests
{
    private static readonly JobPartition Python = new("rcoder.jobs.python", 0);

    private readonly UnkeptOffsets unkept = new();

    [Fact]
    public void Nothing_past_what_is_not_kept_is_committed()
    {
        unkept.Add(Python, 7);
        unkept.Add(Python, 5);
        Assert.Equal(5, unkept.Committable(Python, 9));
        Assert.True(unkept.Remove(Python, 5));
        Assert.Equal(7, unkept.Committable(Python, 9));
        Assert.True(unkept.Remove(Python, 7));
        Assert.Equal(9, unkept.Committable(Python, 9));
    }

    [Fact]
    public void What_is_before_it_and_in_other_partitions_is_committed()
    {
        unkept.Add(Python, 5);
        Assert.Equal(4, unkept.Committable(Python, 4));
        Assert.Equal(9, unkept.Committable(Python with { Number = 1 }, 9));
    }

    [Fact]
    public void What_was_taken_away_is_no_longer_ours_to_skip()
    {
        unkept.Add(Python, 5);
        unkept.Forget(Python);
        Assert.False(unkept.Remove(Python, 5));
        Assert.Equal(9, unkept.Committable(Python, 9));
    }
}
