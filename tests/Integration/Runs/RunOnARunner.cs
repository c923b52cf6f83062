using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Runtimes;
using RCoder.Contracts.Topics;
using RCoder.Dispatcher;
using RCoder.Dispatcher.Recovery;
using RCoder.Dispatcher.Runs;
using RCoder.Dispatcher.Sandboxes;
using RCoder.Integration.Runner;
using RCoder.Messaging;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Integration.Runs;

/// <summary>One run as a dispatcher does it: a real runner behind a connection that can be cut, and the events on a broker.</summary>
internal sealed class RunOnARunner : IAsyncDisposable
{
    private readonly RunnerSandbox sandbox;
    private readonly ServiceProvider messaging;
    private readonly ServiceProvider? own;
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationTokenSource left = new();
    private readonly PlanSecrets secrets = new(Options.Create(new DispatcherOptions()));
    private readonly Channel<ExecutionEvent> seen = Channel.CreateUnbounded<ExecutionEvent>();

    private RunOnARunner(RunnerSandbox sandbox, ServiceProvider messaging, ServiceProvider? own)
    {
        (this.sandbox, this.messaging, this.own) = (sandbox, messaging, own);
        Network = new RunnerProxy(sandbox.Socket);
        Source = new OneRunner(KeptConnection.To(Network.Address, KeptConnection.Handler()));
    }

    public RunnerProxy Network { get; }
    public OneRunner Source { get; }
    public RunnerSandbox Sandbox => sandbox;
    public ExecutionId Id { get; } = ExecutionId.New(DateTimeOffset.UtcNow);
    public Mailbox Mailbox { get; } = new(DateTimeOffset.UtcNow);

    /// <param name="kafka">Of the broker, as the test looks at it.</param>
    /// <param name="dispatchers">As the dispatcher reaches it; null: the same.</param>
    /// <param name="ct">Ends the waiting.</param>
    public static async Task<RunOnARunner> PrepareAsync(Dictionary<string, string?> kafka, Dictionary<string, string?>? dispatchers, CancellationToken ct)
    {
        var run = new RunOnARunner(await RunnerSandbox.StartAsync(ct), Messaging(kafka), dispatchers is null ? null : Messaging(dispatchers));
        await run.messaging.GetRequiredService<KafkaConnection>().EnsureTopicAsync(TopicNames.Events, ct);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = run.messaging.GetRequiredService<EventLog>().FollowAsync(record => run.seen.Writer.TryWrite(record.Value), started.SetResult, run.ended.Token);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(20), ct);
        return run;
    }

    /// <summary>Runs the Python program to its terminal event.</summary>
    public Task RunAsync(string source, bool interactive = false) => RunAsync(source, interactive, new Decision.Start(1, 1), left.Token);

    /// <summary>What the next dispatcher does with the same program, when the one before has left.</summary>
    public async Task ResumeAsync(string source, CancellationToken ct) =>
        await RunAsync(source, interactive: true, new Decision.Resume(1, (await EventsAsync(ct))[^1].Seq + 1), ended.Token);

    private Task RunAsync(string source, bool interactive, Decision decision, CancellationToken owned)
    {
        var catalogue = new RuntimeCatalogue();
        catalogue.Put(new Runtime
        {
            Name = "python",
            Ready = true,
            Spec = new RuntimeSpec { Language = "python", Version = "3.11.2", Image = "", Source = "main.py", Run = new() { Command = ["/usr/bin/python3", "{source}"] } },
        });
        var options = Options.Create(new DispatcherOptions { MaxConcurrent = 1, MaxAttempts = 1 });
        var services = new RunServices(
            (own ?? messaging).GetRequiredService<EventWriter>(), catalogue, Source, secrets, new DispatcherMetrics(), TimeProvider.System, options, NullLogger<RunServices>.Instance);
        var now = DateTimeOffset.UtcNow;
        var job = new Job
        {
            Id = Id, Tenant = "t", Runtime = "python", Language = "python", Files = [new SourceFile { Name = "main.py", Content = source }],
            Interactive = interactive, Limits = Limits.Default, AcceptedAt = now, Deadline = now.AddMinutes(1),
        };
        var queued = new QueuedJob(job, new JobPosition { Topic = "rcoder.jobs.python", Partition = 0, Offset = 0 }, now, null);
        return new ExecutionRun(services, queued, Mailbox, owned).RunAsync(decision);
    }

    /// <summary>Ends when this event is in the log.</summary>
    public async Task SeeAsync(Func<ExecutionEvent, bool> wanted, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (await seen.Reader.ReadAsync(limit.Token) is var e && (e.Id != Id || !wanted(e)))
        {
        }
    }

    public void Say(long offset, string text, bool eof = false) =>
        Mailbox.Put(offset, new Stdin { Id = Id, At = DateTimeOffset.UtcNow, Data = System.Text.Encoding.UTF8.GetBytes(text), Eof = eof });

    /// <summary>All that the log has of it.</summary>
    public async Task<IReadOnlyList<ExecutionEvent>> EventsAsync(CancellationToken ct) =>
        [.. (await messaging.GetRequiredService<EventLog>().ReadAsync(Id, ct)).Select(record => record.Value)];

    /// <summary>Its partition is another dispatcher's from now on.</summary>
    public Task LeaveAsync() => left.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        await ended.CancelAsync();
        await sandbox.DisposeAsync();
        Network.Dispose();
        if (own is not null)
            await own.DisposeAsync();
        await messaging.DisposeAsync();
        ended.Dispose();
        left.Dispose();
    }

    private static ServiceProvider Messaging(Dictionary<string, string?> settings) =>
        new ServiceCollection().AddLogging().AddMessaging(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
}
