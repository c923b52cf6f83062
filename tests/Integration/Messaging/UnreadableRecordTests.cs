using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Runtimes;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;

namespace RCoder.Integration.Messaging;

/// <summary>Whatever lies in a topic, who reads it goes on to the next record, and says what was left out.</summary>
public abstract class UnreadableRecordTests : IDisposable
{
    private const string Secret = "print-my-secret";

    private static readonly (string What, string? Body)[] Bodies =
    [
        ("garbage", "\0\u0001 " + Secret),
        ("empty", ""),
        ("absent", null),
        ("null", "null"),
        ("list", $"[\"{Secret}\"]"),
        ("without type", $$"""{"a":1,"{{Secret}}":"{{Secret}}"}"""),
        ("of an unknown type", $$"""{"type":"{{Secret}}"}"""),
        ("of wrong fields", $$"""{"type":"running","id":{"{{Secret}}":1},"files":["{{Secret}}"]}"""),
    ];

    private readonly CancellationTokenSource ended = new();
    private readonly Broker broker;

    protected UnreadableRecordTests(Broker broker)
    {
        Assert.SkipWhen(broker.Missing is not null, broker.Missing ?? "");
        this.broker = broker;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    [Fact]
    public async Task Events_go_on_after_it_live_and_read_again()
    {
        var id = ExecutionId.New(Now);
        var events = broker.Get<EventLog>();
        var seen = Channel.CreateUnbounded<ExecutionEvent>();
        await StartedAsync(started => events.FollowAsync(e => seen.Writer.TryWrite(e.Value), started, ended.Token));

        await WriteUnreadableAsync(TopicNames.Events, id.ToString(), id.PartitionOf(events.Partitions));
        await broker.Get<EventWriter>().WriteAcknowledgedAsync(new Running { Id = id, Seq = 1, At = Now }, Ct);

        Assert.Equal(id, (await NextAsync(seen)).Id);
        Assert.Equal(1, Assert.Single(await events.ReadAsync(id, Ct)).Value.Seq);
        var all = new List<ExecutionId>();
        await events.ReadAsync(id.PartitionOf(events.Partitions), id.Time, e => all.Add(e.Value.Id), Ct);
        Assert.Contains(id, all);
        AssertToldOf(TopicNames.Events);
    }

    [Fact]
    public async Task What_callers_say_goes_on_after_it_live_and_at_a_takeover()
    {
        var id = ExecutionId.New(Now);
        var seen = Channel.CreateUnbounded<ControlMessage>();
        await StartedAsync(started => broker.Get<ControlLog>().FollowAsync(e => seen.Writer.TryWrite(e.Value), started, ended.Token));

        await WriteUnreadableAsync(TopicNames.Control, id.ToString(), id.PartitionOf(broker.Get<KafkaConnection>().PartitionsOf(TopicNames.Control)));
        await broker.Get<ControlWriter>().WriteAsync(new Cancel { Id = id, At = Now }, Ct);

        Assert.Equal(id, (await NextAsync(seen)).Id);
        var again = new List<ExecutionId>();
        await broker.Get<ControlLog>().ReadAsync(id.Time, e => again.Add(e.Value.Id), Ct);
        Assert.Contains(id, again);
        AssertToldOf(TopicNames.Control);
    }

    [Fact]
    public async Task A_tail_outlives_a_handler_that_fails()
    {
        var seen = Channel.CreateUnbounded<ControlMessage>();
        await StartedAsync(started => broker.Get<ControlLog>().FollowAsync(e =>
        {
            if (e.Value is Stdin)
                throw new InvalidOperationException(Secret);
            seen.Writer.TryWrite(e.Value);
        }, started, ended.Token));
        var id = ExecutionId.New(Now);
        await broker.Get<ControlWriter>().WriteAsync(new Stdin { Id = id, At = Now }, Ct);
        await broker.Get<ControlWriter>().WriteAsync(new Cancel { Id = id, At = Now }, Ct);
        Assert.Equal(id, (await NextAsync(seen)).Id);
        Assert.Contains(broker.Warnings, line => line.Contains("was not handled: InvalidOperationException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_are_claimed_after_it_and_after_a_restart()
    {
        var claim = new IdempotencyRecord { Id = ExecutionId.New(Now), BodySha256 = "aa" };
        var keys = broker.Get<IdempotencyLog>();
        await keys.StartAsync(Ct);
        await WriteUnreadableAsync(TopicNames.Idempotency, "t\nk", 0);
        Assert.Equal(claim, await keys.ClaimAsync("t", "k", claim, Ct));
        Assert.False(keys.ExecuteTask!.IsCompleted);
        await keys.StopAsync(Ct);

        using var restarted = ActivatorUtilities.CreateInstance<IdempotencyLog>(broker.Get<IServiceProvider>());
        await restarted.StartAsync(Ct);
        Assert.Equal(claim, await restarted.ClaimAsync("t", "k", new IdempotencyRecord { Id = ExecutionId.New(Now), BodySha256 = "bb" }, Ct));
        await restarted.StopAsync(Ct);
        AssertToldOf(TopicNames.Idempotency);
    }

    [Fact]
    public async Task The_catalogue_goes_on_after_it()
    {
        var seen = Channel.CreateUnbounded<Runtime>();
        var log = broker.Get<RuntimeLog>();
        await StartedAsync(started => log.FollowAsync((_, runtime) =>
        {
            if (runtime is not null)
                seen.Writer.TryWrite(runtime);
        }, started, ended.Token));
        // A real Kafka takes nothing without a key where it compacts; the embedded one does.
        await WriteUnreadableAsync(TopicNames.Runtimes, "python", 0, withoutKey: broker is EmbeddedBroker);
        var spec = new RuntimeSpec { Language = "python", Version = "3", Image = "python:3", Source = "main.py", Run = new() { Command = ["python3"] } };
        await log.PublishAsync(new Runtime { Name = "python", Spec = spec, Ready = true }, Ct);
        Assert.Equal("python", (await NextAsync(seen)).Name);
        // One without a body is a runtime that was removed, and no problem.
        AssertToldOf(TopicNames.Runtimes, except: "absent");
    }

    public void Dispose()
    {
        ended.Cancel();
        ended.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task WriteUnreadableAsync(string topic, string key, int partition, bool withoutKey = true)
    {
        foreach (var (_, body) in Bodies)
        {
            await broker.WriteAsync(topic, Encoding.UTF8.GetBytes(key), Bytes(body), partition);
            if (withoutKey)
                await broker.WriteAsync(topic, null, Bytes(body), partition);
        }
        // Its text is no UTF-8, nor is its key.
        await broker.WriteAsync(topic, [0xff, 0xfe], [0xff, 0xfe], partition);
    }

    private void AssertToldOf(string topic, string? except = null)
    {
        var told = broker.Warnings.Where(line => line.Contains($"{broker.Prefix}{topic} [", StringComparison.Ordinal)).ToList();
        Assert.True(told.Count >= Bodies.Count(body => body.What != except), $"{told.Count} warnings");
        Assert.DoesNotContain(told, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static async Task StartedAsync(Func<Action, Task> follow)
    {
        var started = new TaskCompletionSource();
        _ = follow(started.SetResult);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct);
    }

    private static async Task<T> NextAsync<T>(Channel<T> channel) => await channel.Reader.ReadAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct);
}

public sealed class EmbeddedUnreadableRecordTests(EmbeddedBroker broker) : UnreadableRecordTests(broker), IClassFixture<EmbeddedBroker>;

public sealed class KafkaUnreadableRecordTests(RealKafka broker) : UnreadableRecordTests(broker), IClassFixture<RealKafka>;
