using RCoder.Dispatcher.Partitions;

namespace RCoder.Unit.Dispatcher;

public sealed class PartitionLedgerTests
{
    private readonly PartitionLedger ledger = new(committed: 5);

    [Fact]
    public void What_is_done_out_of_order_is_committed_only_when_all_before_it_is()
    {
        Take(5, 6, 7);
        Assert.False(ledger.Done(7));
        Assert.False(ledger.Done(6));
        Assert.Equal(5, ledger.Committable);
        Assert.True(ledger.Done(5));
        Assert.Equal(8, ledger.Committable);
    }

    [Fact]
    public void Offsets_that_the_log_leaves_out_do_not_hold_it_up()
    {
        Take(5, 9);
        Assert.True(ledger.Done(5));
        Assert.Equal(9, ledger.Committable);
        Assert.True(ledger.Done(9));
        Assert.Equal(10, ledger.Committable);
    }

    [Fact]
    public void Nothing_taken_leaves_it_where_it_was() => Assert.Equal(5, ledger.Committable);

    private void Take(params long[] offsets)
    {
        foreach (var offset in offsets)
            ledger.Take(offset);
    }
}
