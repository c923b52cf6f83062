using System.Diagnostics;
using System.Threading.Channels;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Integration.Hosting;
using RCoder.Messaging.Logs;
using EventLog = RCoder.Messaging.Logs.EventLog;

namespace RCoder.Integration.Messaging;

/// <summary>After quiet, and after a partition was held, the next record comes as soon as any.</summary>
public abstract class QuietTests : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.6);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource ended = new();
    private readonly Broker broker;

    protected QuietTests(Broker broker)
    {
        Assert.SkipWhen(broker.Missing is not null, broker.Missing ?? "");
        this.broker = broker;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_after_quiet_is_seen_at_once()
    {
        var seen = Channel.CreateUnbounded<ExecutionId>();
        var started = new TaskCompletionSource();
        _ = broker.Get<EventLog>().FollowAsync(e => seen.Writer.TryWrite(e.Value.Id), started.SetResult, ended.Token);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        // The first record of a writer pays for its connection.
        await broker.Get<EventWriter>().WriteAcknowledgedAsync(new Running { Id = ExecutionId.New(DateTimeOffset.UtcNow), Seq = 1, At = DateTimeOffset.UtcNow }, Ct);
        await seen.Reader.ReadAsync(Ct);
        await AssertSoonAsync(async () =>
        {
            var id = ExecutionId.New(DateTimeOffset.UtcNow);
            await broker.Get<EventWriter>().WriteAsync(new Running { Id = id, Seq = 1, At = id.Time }, Ct);
            Assert.Equal(id, await seen.Reader.ReadAsync(Ct));
        });
    }

    [Fact]
    public async Task A_key_is_claimed_at_once_after_quiet()
    {
        var keys = broker.Get<IdempotencyLog>();
        await keys.StartAsync(Ct);
        await AssertSoonAsync(async () =>
        {
            var mine = new IdempotencyRecord { Id = ExecutionId.New(DateTimeOffset.UtcNow), BodySha256 = "aa" };
            Assert.Equal(mine, await keys.ClaimAsync("t", mine.Id.ToString(), mine, Ct));
        });
        await keys.StopAsync(Ct);
    }

    [Fact]
    public async Task A_job_after_quiet_is_taken_at_once()
    {
        var owner = new CollectingOwner();
        var run = await TakeJobsAsync(owner);
        await AssertSoonAsync(async () =>
        {
            var job = Jobs.New();
            await broker.Get<JobWriter>().WriteAsync(job, null, Ct);
            await owner.TakenAsync(job.Id, Ct);
        });
        await ended.CancelAsync();
        await run;
    }

    [Fact]
    public async Task A_partition_that_was_full_gives_its_next_job_at_once()
    {
        var owner = new CollectingOwner();
        var run = await TakeJobsAsync(owner);
        var queue = broker.Get<JobQueue>();
        JobPartition? full = null;
        var next = Jobs.New();
        await AssertSoonAsync(
            async () =>
            {
                queue.Resume(full!.Value);
                await owner.TakenAsync(next.Id, Ct);
            },
            before: async () =>
            {
                var job = Jobs.New();
                var at = await broker.Get<JobWriter>().WriteAsync(job, null, Ct);
                await owner.TakenAsync(job.Id, Ct);
                // All of them, as in a flood: else what is fetched of the others keeps librdkafka awake.
                for (var partition = 0; partition < 4; partition++)
                    queue.Pause(new JobPartition(at.Topic, partition));
                full = new JobPartition(at.Topic, at.Partition);
                next = Jobs.New();
                while (next.Id.PartitionOf(4) != at.Partition)
                    next = Jobs.New();
                await broker.Get<JobWriter>().WriteAsync(next, null, Ct);
            },
            after: () =>
            {
                for (var partition = 0; partition < 4; partition++)
                    queue.Resume(full!.Value with { Number = partition });
            });
        await ended.CancelAsync();
        await run;
    }

    public void Dispose()
    {
        ended.Cancel();
        ended.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<Task> TakeJobsAsync(CollectingOwner owner)
    {
        var queue = broker.Get<JobQueue>();
        queue.Take([Broker.Runtime]);
        var run = queue.RunAsync(owner, ended.Token);
        // It is a member of its group once it has taken one.
        var first = Jobs.New();
        await broker.Get<JobWriter>().WriteAsync(first, null, Ct);
        await owner.TakenAsync(first.Id, Ct);
        return run;
    }

    /// <summary>The middle one of five: other processes have this machine too.</summary>
    private static async Task AssertSoonAsync(Func<Task> act, Func<Task>? before = null, Action? after = null)
    {
        var times = new List<TimeSpan>();
        while (times.Count < 5)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            using (var quiet = new PeriodicTimer(Quiet))
                await quiet.WaitForNextTickAsync(Ct);
            var watch = Stopwatch.StartNew();
            await act();
            times.Add(watch.Elapsed);
            after?.Invoke();
        }
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", times.Select(time => $"{time.TotalMilliseconds:F1} ms")));
        Assert.InRange(times.Order().ElementAt(2), TimeSpan.Zero, Soon);
    }
}

[Collection(nameof(Alone))]
public sealed class EmbeddedQuietTests(EmbeddedBroker broker) : QuietTests(broker), IClassFixture<EmbeddedBroker>;

[Collection(nameof(Alone))]
public sealed class KafkaQuietTests(RealKafka broker) : QuietTests(broker), IClassFixture<RealKafka>;
