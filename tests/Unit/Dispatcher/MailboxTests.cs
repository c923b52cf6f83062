using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Dispatcher.Runs;

namespace RCoder.Unit.Dispatcher;

public sealed class MailboxTests
{
    private static readonly ExecutionId Id = ExecutionId.New(DateTimeOffset.UnixEpoch);
    private readonly Mailbox box = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Input_comes_in_the_order_of_the_log_and_each_once()
    {
        Say(7, 3, 5, 3);
        Assert.Equal([3, 5, 7], await ReadAsync(count: 3));
    }

    [Fact]
    public async Task A_new_try_gets_all_of_it_again()
    {
        Say(1, 2);
        await ReadAsync(count: 2);
        Assert.Equal([1, 2], await ReadAsync(count: 2));
    }

    [Fact]
    public async Task A_cancel_is_heard()
    {
        var heard = new TaskCompletionSource();
        box.Cancelled.Register(heard.SetResult);
        box.Put(1, new Cancel { Id = Id, At = default });
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Past_16_MiB_a_new_try_would_not_get_all()
    {
        for (var i = 0; i < 20; i++)
            box.Put(i, new Stdin { Id = Id, At = default, Data = new byte[1 << 20] });
        Assert.True(box.Complete);
        await ReadAsync(count: 20);
        Assert.False(box.Complete);
    }

    private void Say(params long[] offsets)
    {
        foreach (var offset in offsets)
            box.Put(offset, new Stdin { Id = Id, At = default, Data = [(byte)offset] });
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var read = new List<byte>();
        await foreach (var (_, input) in box.InputAsync(TestContext.Current.CancellationToken))
        {
            read.AddRange(input.Data.Take(1));
            if (--count == 0)
                break;
        }
        return [.. read];
    }
}
