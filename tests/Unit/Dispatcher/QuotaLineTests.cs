using Microsoft.Extensions.Time.Testing;
using RCoder.Dispatcher.Sandboxes.Kubernetes;

namespace RCoder.Unit.Dispatcher;

public sealed class QuotaLineTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly QuotaLine line;

    public QuotaLineTests() => line = new QuotaLine(time);

    [Fact]
    public async Task Room_lets_the_first_go_and_no_other()
    {
        var (first, second) = (Stand(), Stand());
        line.Next();
        await first;
        Assert.False(second.IsCompleted);
        line.Next();
        await second;
        Assert.True(line.IsEmpty);
    }

    [Fact]
    public async Task Who_was_let_go_and_found_none_is_the_first_again()
    {
        var second = Stand();
        var first = Stand(again: true);
        line.Next();
        await first;
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task Room_that_nobody_told_of_is_looked_for()
    {
        var first = Stand();
        time.Advance(TimeSpan.FromSeconds(2));
        await first;
    }

    [Fact]
    public async Task Who_leaves_is_let_go_no_more()
    {
        using var leaves = new CancellationTokenSource();
        var (first, second) = (line.StandAsync(again: false, leaves.Token), Stand());
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        line.Next();
        await second;
    }

    public void Dispose() => line.Dispose();

    private Task Stand(bool again = false) => line.StandAsync(again, TestContext.Current.CancellationToken);
}
