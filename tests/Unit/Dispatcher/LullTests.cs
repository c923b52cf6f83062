using Microsoft.Extensions.Time.Testing;
using RCoder.Dispatcher.Sandboxes.Kubernetes;

namespace RCoder.Unit.Dispatcher;

public sealed class LullTests
{
    private readonly FakeTimeProvider time = new();
    private readonly Lull lull;

    public LullTests() => lull = new Lull(time);

    [Fact]
    public async Task Where_nothing_has_begun_a_pod_goes_at_once() => await lull.WaitAsync();

    [Fact]
    public async Task A_pod_goes_when_no_run_has_begun_for_a_while()
    {
        lull.Began();
        var goes = lull.WaitAsync();
        time.Advance(Lull.Quiet / 2);
        lull.Began();
        time.Advance(Lull.Quiet * 0.75);
        Assert.False(goes.IsCompleted);
        time.Advance(Lull.Quiet / 4);
        await goes;
    }

    [Fact]
    public async Task Runs_that_never_stop_keep_a_pod_for_a_bounded_time()
    {
        lull.Began();
        var goes = lull.WaitAsync();
        for (var spent = TimeSpan.Zero; spent < Lull.Longest; spent += Lull.Quiet / 2)
        {
            Assert.False(goes.IsCompleted);
            lull.Began();
            time.Advance(Lull.Quiet / 2);
        }
        await goes;
    }

    [Fact]
    public async Task A_run_that_finds_no_pod_lets_them_go_and_those_after_it()
    {
        lull.Began();
        var goes = lull.WaitAsync();
        lull.Short();
        await goes;
        lull.Began();
        await lull.WaitAsync();
    }

    [Fact]
    public async Task At_the_end_all_go()
    {
        lull.Began();
        var goes = lull.WaitAsync();
        lull.End();
        await goes;
        time.Advance(Lull.Longest);
        lull.Began();
        await lull.WaitAsync();
    }
}
