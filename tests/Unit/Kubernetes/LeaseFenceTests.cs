using Microsoft.Extensions.Time.Testing;
using RCoder.Kubernetes.Leading;

namespace RCoder.Unit.Kubernetes;

public sealed class LeaseFenceTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void It_counts_from_when_a_renewal_was_sent_not_from_its_answer()
    {
        using var fence = new LeaseFence(TimeSpan.FromSeconds(10), time);
        var sent = time.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(4));
        fence.Renewed(sent);
        time.Advance(TimeSpan.FromSeconds(5.9));
        Assert.False(fence.Down.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(fence.Down.IsCancellationRequested);
    }

    [Fact]
    public void A_renewal_moves_it()
    {
        using var fence = new LeaseFence(TimeSpan.FromSeconds(10), time);
        for (var i = 0; i < 5; i++)
        {
            fence.Renewed(time.GetTimestamp());
            time.Advance(TimeSpan.FromSeconds(9));
            Assert.False(fence.Down.IsCancellationRequested);
        }
    }

    [Fact]
    public void An_answer_that_comes_too_late_lowers_it_and_a_later_one_does_not_raise_it()
    {
        using var fence = new LeaseFence(TimeSpan.FromSeconds(10), time);
        var sent = time.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(10));
        fence.Renewed(sent);
        Assert.True(fence.Down.IsCancellationRequested);
        fence.Renewed(time.GetTimestamp());
        Assert.True(fence.Down.IsCancellationRequested);
    }
}
