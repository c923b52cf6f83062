using Microsoft.Extensions.Options;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;
using RCoder.Dispatcher;
using RCoder.Dispatcher.Sandboxes;
using RCoder.Dispatcher.Sandboxes.Static;
using RCoder.Integration.Runner;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Integration.Runs;

/// <summary>A run whose partition goes to another dispatcher, or comes back to the same.</summary>
public sealed class LeftRunTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_is_anothers_goes_on_and_its_runner_is_left_to_it()
    {
        await using var on = await RunOnARunner.PrepareAsync([], null, Ct);
        var run = on.RunAsync("import time\nprint('begun', flush=True); time.sleep(60)");
        await on.SeeAsync(e => e is Output, Ct);
        await on.LeaveAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Equal([RunnerEnd.Left], on.Source.Ends);
        Assert.Equal(on.Id, (await on.Sandbox.StateAsync(Ct)).Execution);
    }

    [Fact]
    public async Task What_was_typed_while_no_dispatcher_had_the_run_reaches_the_program_and_what_it_has_does_not_come_again()
    {
        const string echo = "import sys\nfor line in sys.stdin: print('got', line.strip(), flush=True)";
        await using var on = await RunOnARunner.PrepareAsync([], null, Ct);
        var run = on.RunAsync(echo, interactive: true);
        on.Say(4, "a\n");
        await on.SeeAsync(e => e is Output { Text: "got a\n" }, Ct);
        await on.LeaveAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        on.Say(7, "b\n");

        var next = on.ResumeAsync(echo, Ct);
        await on.SeeAsync(e => e is Output { Text: "got b\n" }, Ct);
        on.Say(9, "c\n", eof: true);
        await next;

        var events = await on.EventsAsync(Ct);
        Assert.Equal("got a\ngot b\ngot c\n", string.Concat(events.OfType<Output>().Select(e => e.Text)));
        Assert.Equal((1, Outcome.Succeeded), events[^1] is Finished end ? (end.Attempt, end.Outcome) : default);
    }

    [Fact]
    public async Task A_static_runner_that_was_left_is_found_again_by_the_same_dispatcher_even_before_it_has_let_go()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        using var network = new RunnerProxy(sandbox.Socket);
        var catalogue = new RuntimeCatalogue();
        var python = new Runtime { Name = "python", Ready = true, Spec = new RuntimeSpec { Language = "python", Version = "3.11.2", Image = "", Source = "main.py", Run = new() { Command = ["python3"] } } };
        catalogue.Put(python);
        var options = Options.Create(new StaticSandboxOptions { Host = network.Address.Host, Port = network.Address.Port });
        var endpoints = new StaticEndpoints(options, TimeProvider.System);
        await endpoints.LookAsync("python", Ct);
        var source = new StaticRunnerSource(endpoints, catalogue, options, Options.Create(new DispatcherOptions()), TimeProvider.System);
        var plan = Plans.Python("import time; time.sleep(60)");
        using var claimed = await sandbox.ClaimAsync(plan, Ct);
        claimed.EnsureSuccessStatusCode();

        var before = await source.FindAsync(plan.Id, Ct);
        var again = await source.FindAsync(plan.Id, Ct);
        source.Release(before!, RunnerEnd.Left);
        var state = await again!.Client.StateAsync(Ct);

        Assert.Equal(plan.Id, state.Execution);
        source.Release(again, RunnerEnd.Left);
        Assert.NotNull(await source.FindAsync(plan.Id, Ct));
    }
}
