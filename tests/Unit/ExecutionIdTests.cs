using RCoder.Contracts.Executions;

namespace RCoder.Unit;

public sealed class ExecutionIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void It_tells_its_time_to_the_millisecond() => Assert.Equal(Now, ExecutionId.New(Now).Time);

    [Fact]
    public void What_it_writes_it_reads()
    {
        var id = ExecutionId.New(Now);
        Assert.Equal(id, ExecutionId.Parse(id.ToString()));
        Assert.Equal(32, id.ToString().Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("00000000-0000-7000-8000-000000000000")]
    [InlineData("550e8400e29b41d4a716446655440000")]
    [InlineData("ffffffffffff70008000000000000000")]
    public void What_is_no_version_7_uuid_of_a_real_time_is_no_id(string? text) => Assert.False(ExecutionId.TryParse(text, out _));

    [Fact]
    public void Ids_spread_over_all_partitions()
    {
        var hit = Enumerable.Range(0, 1000).Select(_ => ExecutionId.New(Now).PartitionOf(4)).GroupBy(p => p).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(4, hit.Count);
        Assert.All(hit.Values, count => Assert.InRange(count, 150, 350));
    }
}
