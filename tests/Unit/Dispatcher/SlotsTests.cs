using RCoder.Contracts.Runtimes;
using RCoder.Dispatcher.Runs;
using RCoder.Runtimes.Catalogue;
using RCoder.Unit.Runtimes;

namespace RCoder.Unit.Dispatcher;

public sealed class SlotsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly RuntimeCatalogue catalogue = new();

    [Fact]
    public async Task A_runtime_that_is_full_keeps_no_other_from_its_room()
    {
        Offer(("python", 1), ("ruby", 1));
        var slots = new Slots(2, catalogue);
        var first = await slots.TakeAsync("python", Ct);
        var second = slots.TakeAsync("python", Ct);
        await slots.TakeAsync("ruby", Ct);
        Assert.False(second.IsCompleted);
        first.Dispose();
        await second;
    }

    [Fact]
    public async Task Room_goes_to_who_came_first_of_all_runtimes()
    {
        Offer(("python", 9), ("ruby", 9));
        var slots = new Slots(1, catalogue);
        var held = await slots.TakeAsync("python", Ct);
        var (first, second) = (slots.TakeAsync("ruby", Ct), slots.TakeAsync("python", Ct));
        held.Dispose();
        held = await first;
        Assert.False(second.IsCompleted);
        held.Dispose();
        await second;
    }

    [Fact]
    public async Task A_larger_pool_counts_from_the_next_look_on()
    {
        Offer(("python", 1));
        var slots = new Slots(9, catalogue);
        await slots.TakeAsync("python", Ct);
        Offer(("python", 2));
        await slots.TakeAsync("python", Ct);
    }

    [Fact]
    public async Task Who_gives_up_takes_no_room()
    {
        Offer(("python", 1));
        var slots = new Slots(1, catalogue);
        var held = await slots.TakeAsync("python", Ct);
        using var gives = new CancellationTokenSource();
        var (first, second) = (slots.TakeAsync("python", gives.Token), slots.TakeAsync("python", Ct));
        await gives.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        held.Dispose();
        await second;
    }

    private void Offer(params (string Name, int Max)[] runtimes) => catalogue.Replace(runtimes.Select(runtime =>
        Some.Runtime(runtime.Name, "1.0.0") is var some ? some with { Spec = some.Spec with { Pool = new PoolSpec { Max = runtime.Max } } } : some));
}
