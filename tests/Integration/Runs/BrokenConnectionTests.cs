using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Dispatcher.Sandboxes;

namespace RCoder.Integration.Runs;

/// <summary>The network between a dispatcher and a runner breaks, while the program runs on.</summary>
public sealed class BrokenConnectionTests
{
    private static readonly Dictionary<string, string?> Embedded = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_whose_connection_is_cut_goes_on_where_it_was_with_each_chunk_once()
    {
        await using var on = await RunOnARunner.PrepareAsync(Embedded, null, Ct);
        var run = on.RunAsync("import time\nfor i in range(40): print(i, flush=True); time.sleep(0.03)");
        for (var cuts = 0; cuts < 3; cuts++)
        {
            for (var outputs = 0; outputs < 5; outputs++)
                await on.SeeAsync(e => e is Output, Ct);
            on.Network.Cut();
        }
        await run;

        var events = await on.EventsAsync(Ct);
        Assert.All(events, e => Assert.Equal(1, e.Attempt));
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(e => e.Seq));
        Assert.Equal(string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}\n")), string.Concat(events.OfType<Output>().Select(e => e.Text)));
        Assert.Equal((Outcome.Succeeded, new Truncation()), events[^1] is Finished end ? (end.Outcome, end.Truncated) : default);
        Assert.Equal([RunnerEnd.Done], on.Source.Ends);
    }

    [Fact]
    public async Task Input_reaches_a_program_whose_connection_was_cut()
    {
        await using var on = await RunOnARunner.PrepareAsync(Embedded, null, Ct);
        var run = on.RunAsync("import sys\nfor line in sys.stdin: print('got', line.strip(), flush=True)", interactive: true);
        on.Say(0, "a\n");
        await on.SeeAsync(e => e is Output { Text: "got a\n" }, Ct);
        var again = on.Network.NextConnection;
        on.Network.Cut();
        await again.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        on.Say(1, "b\n", eof: true);
        await run;

        var events = await on.EventsAsync(Ct);
        Assert.Equal("got a\ngot b\n", string.Concat(events.OfType<Output>().Select(e => e.Text)));
        Assert.Equal((1, Outcome.Succeeded), events[^1] is Finished end ? (end.Attempt, end.Outcome) : default);
    }

    [Fact]
    public async Task A_cancel_while_a_runner_is_out_of_reach_is_told_to_it_afterwards()
    {
        await using var on = await RunOnARunner.PrepareAsync(Embedded, null, Ct);
        var run = on.RunAsync("import time\nprint('begun', flush=True); time.sleep(60)");
        await on.SeeAsync(e => e is Output, Ct);
        on.Network.Disconnect();
        on.Mailbox.Put(0, new Cancel { Id = on.Id, At = DateTimeOffset.UtcNow });
        on.Network.Connect();
        await run.WaitAsync(TimeSpan.FromSeconds(30), Ct);

        var events = await on.EventsAsync(Ct);
        Assert.Equal((1, Outcome.Cancelled), events[^1] is Finished end ? (end.Attempt, end.Outcome) : default);
        Assert.Equal([RunnerEnd.Done], on.Source.Ends);
    }

    [Fact]
    public async Task A_runner_that_is_known_to_be_gone_is_not_waited_for()
    {
        await using var on = await RunOnARunner.PrepareAsync(Embedded, null, Ct);
        var run = on.RunAsync("import time\nprint('begun', flush=True); time.sleep(60)");
        await on.SeeAsync(e => e is Output, Ct);
        on.Source.Gone = true;
        on.Network.Disconnect();
        await run.WaitAsync(TimeSpan.FromSeconds(5), Ct);

        var events = await on.EventsAsync(Ct);
        Assert.Equal(Outcome.PlatformError, Assert.IsType<Finished>(events[^1]).Outcome);
        Assert.Equal([RunnerEnd.Unsure], on.Source.Ends);
    }

    [Fact]
    public async Task Input_that_a_program_is_slow_to_read_waits_and_none_of_it_is_lost()
    {
        await using var on = await RunOnARunner.PrepareAsync(Embedded, null, Ct);
        var run = on.RunAsync("import sys\nprint('begun', flush=True)\nimport time; time.sleep(1)\nprint(len(sys.stdin.read()))", interactive: true);
        await on.SeeAsync(e => e is Output, Ct);
        // Twice what a runner holds for a program that does not read.
        for (var part = 0; part < 16; part++)
            on.Say(part, new string('x', 1 << 20), eof: part == 15);
        await run.WaitAsync(TimeSpan.FromSeconds(30), Ct);

        var events = await on.EventsAsync(Ct);
        Assert.Equal($"begun\n{16 << 20}\n", string.Concat(events.OfType<Output>().Select(e => e.Text)));
    }
}
