using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using RCoder.Kubernetes.Queues;

namespace RCoder.Unit.Kubernetes;

public sealed class WorkQueueTests : IAsyncLifetime
{
    private readonly TimerLog time = new();
    private readonly WorkQueue<string> queue;
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<string> handled = Channel.CreateUnbounded<string>();
    private Func<string, Task> handle = _ => Task.CompletedTask;
    private Task run = Task.CompletedTask;

    public WorkQueueTests() => queue = new(time);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        stop.Dispose();
    }

    [Fact]
    public async Task A_key_added_often_is_handled_once()
    {
        queue.Add("a");
        queue.Add("b");
        queue.Add("a");
        Start(workers: 1);
        Assert.Equal(["a", "b"], [await Next(), await Next()]);
        await AssertNothingElse();
    }

    [Fact]
    public async Task A_key_added_while_it_is_handled_is_handled_once_more_and_never_by_two()
    {
        var begun = Signal();
        var goOn = Signal();
        handle = async key =>
        {
            if (key == "a")
            {
                begun.TrySetResult();
                await goOn.Task;
            }
        };
        Start(workers: 2);
        queue.Add("a");
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        queue.Add("a");
        queue.Add("a");
        queue.Add("b");
        Assert.Equal("a", await Next());
        // The other worker takes b, and not a.
        Assert.Equal("b", await Next());
        await AssertNothingElse();
        goOn.SetResult();
        Assert.Equal("a", await Next());
        await AssertNothingElse();
    }

    [Fact]
    public async Task A_delayed_key_comes_when_it_is_due()
    {
        Start();
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(9.9));
        await AssertNothingElse();
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("a", await Next());
    }

    [Fact]
    public async Task Of_two_delays_the_shorter_counts_and_only_once()
    {
        Start();
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("a", TimeSpan.FromSeconds(2));
        queue.AddAfter("a", TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("a", await Next());
        time.Advance(TimeSpan.FromSeconds(20));
        await AssertNothingElse();
    }

    [Fact]
    public async Task A_handler_that_throws_is_called_again_later_and_later()
    {
        handle = key => key == "a" ? throw new InvalidOperationException() : Task.CompletedTask;
        Start();
        queue.Add("a");
        Assert.Equal("a", await Next());
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 16; i++)
            waits.Add(await TimeUntilNext());
        Assert.All(waits.Index(), wait => Assert.InRange(wait.Item.TotalMilliseconds, Math.Min(5 << wait.Index, 60_000) / 2.0, Math.Min(5 << wait.Index, 60_000)));
    }

    [Fact]
    public async Task Success_forgets_failures()
    {
        var left = 8;
        handle = _ => left-- > 0 ? throw new InvalidOperationException() : Task.CompletedTask;
        Start();
        queue.Add("a");
        await Next();
        for (var i = 0; i < 8; i++)
            await TimeUntilNext();
        left = 1;
        queue.Add("a");
        await Next();
        Assert.InRange((await TimeUntilNext()).TotalMilliseconds, 2.5, 5);
    }

    [Fact]
    public async Task A_handler_may_ask_for_the_same_wait_without_throwing()
    {
        handle = key =>
        {
            queue.AddRateLimited(key);
            return Task.CompletedTask;
        };
        Start();
        queue.Add("a");
        await Next();
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 6; i++)
            waits.Add(await TimeUntilNext());
        Assert.InRange(waits[^1].TotalMilliseconds, 80, 160);
    }

    [Fact]
    public async Task It_ends_when_cancelled_and_after_what_is_handled()
    {
        var begun = Signal();
        var goOn = Signal();
        handle = async _ =>
        {
            begun.SetResult();
            await goOn.Task;
        };
        Start();
        queue.Add("a");
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        queue.Add("b");
        Assert.False(run.IsCompleted);
        goOn.SetResult();
        await run.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal("a", await Next());
        Assert.False(handled.Reader.TryRead(out _));
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Start(int workers = 1) => run = queue.RunAsync(workers, async (key, _) =>
    {
        handled.Writer.TryWrite(key);
        await handle(key);
    }, stop.Token);

    private async Task<string> Next()
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        within.CancelAfter(TimeSpan.FromSeconds(10));
        return await handled.Reader.ReadAsync(within.Token);
    }

    /// <summary>How long the queue waits until the key's next turn, which then comes.</summary>
    private async Task<TimeSpan> TimeUntilNext()
    {
        var wait = await time.Timers.ReadAsync(TestContext.Current.CancellationToken);
        time.Advance(wait);
        await Next();
        return wait;
    }

    private async Task AssertNothingElse()
    {
        queue.Add("another");
        Assert.Equal("another", await Next());
    }

    private sealed class TimerLog : FakeTimeProvider
    {
        private readonly Channel<TimeSpan> timers = Channel.CreateUnbounded<TimeSpan>();

        public ChannelReader<TimeSpan> Timers => timers.Reader;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            timers.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
