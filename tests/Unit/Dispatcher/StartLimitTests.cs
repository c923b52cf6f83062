using Microsoft.Extensions.Time.Testing;
using RCoder.Dispatcher.Sandboxes.Kubernetes;

namespace RCoder.Unit.Dispatcher;

public sealed class StartLimitTests
{
    private readonly FakeTimeProvider time = new();
    private readonly StartLimit limit;

    public StartLimitTests() => limit = new StartLimit(time);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_when_enough_start_waits_for_one_to_have_started()
    {
        var first = await EnterAsync((int)StartLimit.First);
        var next = limit.EnterAsync("a", Ct);
        Assert.False(next.IsCompleted);
        first[0].Dispose();
        await next;
    }

    [Fact]
    public async Task A_start_that_waits_for_room_lets_others_start_and_counts_once()
    {
        var first = await EnterAsync((int)StartLimit.First);
        var (next, last) = (limit.EnterAsync("a", Ct), limit.EnterAsync("a", Ct));
        first[0].Waits();
        await next;
        first[0].Dispose();
        Assert.False(last.IsCompleted);
    }

    [Fact]
    public async Task A_start_that_never_ends_lets_others_start()
    {
        await EnterAsync((int)StartLimit.First);
        var next = limit.EnterAsync("a", Ct);
        time.Advance(StartLimit.Longest);
        await next;
    }

    [Fact]
    public async Task Who_goes_while_he_waits_takes_no_place()
    {
        var first = await EnterAsync((int)StartLimit.First);
        using var gone = new CancellationTokenSource();
        var goes = limit.EnterAsync("a", gone.Token);
        var next = limit.EnterAsync("a", Ct);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => goes);
        first[0].Dispose();
        await next;
    }

    [Fact]
    public async Task As_long_as_starts_are_as_quick_as_the_first_more_start_at_once()
    {
        for (var i = 0; i < 8; i++)
            await RoundAsync(atOnce => TimeSpan.FromSeconds(1));
        Assert.True(await RoomAsync() > 4 * StartLimit.First);
    }

    [Theory]
    [InlineData(3, 6)]
    [InlineData(40, 80)]
    public async Task On_nodes_that_start_so_many_at_a_time_it_settles_near_twice_that(int atFullSpeed, int expected)
    {
        // Few at once show how long one takes; then all that may start share what there is.
        await RoundAsync(atOnce => TimeSpan.FromSeconds(1));
        for (var i = 0; i < 60; i++)
            await RoundAsync(atOnce => TimeSpan.FromSeconds(Math.Max(1, atOnce / (double)atFullSpeed)));
        Assert.InRange(await RoomAsync(), expected * 0.7, expected * 1.3);
    }

    [Fact]
    public async Task A_runtime_that_is_slow_by_itself_is_compared_with_itself()
    {
        for (var i = 0; i < 8; i++)
            await RoundAsync(atOnce => TimeSpan.FromSeconds(i % 2 == 0 ? 1 : 9), runtime: i % 2 == 0 ? "quick" : "slow");
        Assert.True(await RoomAsync() > 2 * StartLimit.First);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_start_lets_fewer_start_unless_it_waited_for_room(bool waited)
    {
        await RoundAsync(_ => TimeSpan.FromSeconds(1));
        var before = await RoomAsync();
        for (var i = 0; i < 4; i++)
        {
            using var start = await limit.EnterAsync("a", Ct);
            if (waited)
                start.Waits();
            time.Advance(StartLimit.Longest * 2);
            start.Succeeded();
        }
        Assert.Equal(waited ? before : before - 1, await RoomAsync());
    }

    private async Task<List<StartLimit.Start>> EnterAsync(int count)
    {
        var all = new List<StartLimit.Start>();
        for (var i = 0; i < count; i++)
            all.Add(await limit.EnterAsync("a", Ct));
        return all;
    }

    /// <summary>As many start as may, with others waiting, and take as long as so many do.</summary>
    private async Task RoundAsync(Func<int, TimeSpan> took, string runtime = "a")
    {
        using var rest = new CancellationTokenSource();
        var (starting, waits) = await FillAsync(runtime, rest.Token);
        time.Advance(took(starting.Count));
        foreach (var start in starting)
            start.Succeeded();
        await rest.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        starting.ForEach(start => start.Dispose());
    }

    private async Task<int> RoomAsync()
    {
        using var rest = new CancellationTokenSource();
        var (starting, _) = await FillAsync("a", rest.Token);
        await rest.CancelAsync();
        starting.ForEach(start => start.Dispose());
        return starting.Count;
    }

    private async Task<(List<StartLimit.Start> Starting, Task<StartLimit.Start> Waits)> FillAsync(string runtime, CancellationToken ct)
    {
        var starting = new List<StartLimit.Start>();
        while (true)
        {
            var next = limit.EnterAsync(runtime, ct);
            if (!next.IsCompleted)
                return (starting, next);
            starting.Add(await next);
        }
    }
}
