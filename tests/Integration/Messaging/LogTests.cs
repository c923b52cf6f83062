using System.Threading.Channels;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Messaging.Logs;

namespace RCoder.Integration.Messaging;

public abstract class LogTests : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly Broker broker;

    protected LogTests(Broker broker)
    {
        Assert.SkipWhen(broker.Missing is not null, broker.Missing ?? "");
        this.broker = broker;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_one_execution_are_followed_in_their_order()
    {
        var (id, seen) = await FollowAsync();
        for (var seq = 1; seq <= 500; seq++)
            await Write(id, seq);
        Assert.Equal(Enumerable.Range(1, 500), (await TakeAsync(seen, id, 500)).Select(e => e.Value.Seq));
    }

    [Fact]
    public async Task What_was_written_is_read_again_by_id_alone()
    {
        var id = NewId();
        for (var seq = 1; seq <= 20; seq++)
            await Write(id, seq);
        await Write(NewId(), 1);
        await broker.Get<EventWriter>().WriteAcknowledgedAsync(new Finished { Id = id, Seq = 21, At = Now, Outcome = Outcome.Succeeded }, Ct);

        var read = await broker.Get<EventLog>().ReadAsync(id, Ct);

        Assert.Equal(Enumerable.Range(1, 21), read.Select(e => e.Value.Seq));
        Assert.True(read.Zip(read.Skip(1)).All(pair => pair.First.Offset < pair.Second.Offset));
    }

    [Fact]
    public async Task A_reader_that_slept_is_woken_by_the_next_event()
    {
        var (id, seen) = await FollowAsync();
        using (var quiet = new PeriodicTimer(TimeSpan.FromSeconds(1.6)))
            await quiet.WaitForNextTickAsync(Ct);
        await Write(id, 1);
        Assert.Single(await TakeAsync(seen, id, 1));
    }

    [Fact]
    public async Task Fifty_megabytes_pass_a_broker_that_keeps_five_and_none_is_lost()
    {
        var (id, seen) = await FollowAsync();
        var text = new string('x', 64 << 10);
        for (var seq = 1; seq <= 800; seq++)
            await broker.Get<EventWriter>().WriteAsync(new Output { Id = id, Seq = seq, At = Now, Phase = Phase.Run, Stream = OutputStream.Stdout, Text = text }, Ct);
        Assert.Equal(Enumerable.Range(1, 800), (await TakeAsync(seen, id, 800)).Select(e => e.Value.Seq));
    }

    [Fact]
    public async Task Jobs_are_taken_committed_and_not_taken_again()
    {
        var jobs = Enumerable.Range(0, 50).Select(_ => Jobs.New()).ToList();
        await Task.WhenAll(jobs.Select(job => broker.Get<JobWriter>().WriteAsync(job, null, Ct)));
        var queue = broker.Get<JobQueue>();
        var owner = new CollectingOwner();
        queue.Take([Broker.Runtime]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var run = queue.RunAsync(owner, stop.Token);

        var taken = await owner.TakeAsync(50, Ct);
        Assert.Equal(jobs.Select(j => j.Id.ToString()).Order(), taken.Select(t => t.Job.Id.ToString()).Order());
        foreach (var partition in taken.GroupBy(t => t.Partition))
            queue.Commit(partition.Key, partition.Max(t => t.Position.Offset) + 1);
        await stop.CancelAsync();
        await run;

        if (broker is EmbeddedBroker)
            return;
        await using var next = broker.NewProcess();
        var successor = (JobQueue)next.GetService(typeof(JobQueue))!;
        var late = Jobs.New();
        await broker.Get<JobWriter>().WriteAsync(late, null, Ct);
        successor.Take([Broker.Runtime]);
        using var stopNext = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var nextOwner = new CollectingOwner();
        var nextRun = successor.RunAsync(nextOwner, stopNext.Token);
        Assert.Equal(late.Id, (await nextOwner.TakeAsync(1, Ct)).Single().Job.Id);
        await stopNext.CancelAsync();
        await nextRun;
    }

    [Fact]
    public async Task The_first_claim_of_an_idempotency_key_wins_on_every_replica()
    {
        var mine = broker.Get<IdempotencyLog>();
        await mine.StartAsync(Ct);
        var claims = Enumerable.Range(0, 20).Select(_ => new IdempotencyRecord { Id = NewId(), BodySha256 = "aa" }).ToList();
        var key = Guid.NewGuid().ToString();
        var winners = await Task.WhenAll(claims.Select(claim => mine.ClaimAsync("t", key, claim, Ct)));
        Assert.Single(winners.Distinct());

        if (broker is not EmbeddedBroker)
        {
            await using var other = broker.NewProcess();
            var theirs = (IdempotencyLog)other.GetService(typeof(IdempotencyLog))!;
            await theirs.StartAsync(Ct);
            Assert.Equal(winners[0], await theirs.ClaimAsync("t", key, claims[7], Ct));
            Assert.Equal(claims[3], await theirs.ClaimAsync("another tenant", key, claims[3], Ct));
            await theirs.StopAsync(Ct);
        }
        await mine.StopAsync(Ct);
    }

    [Fact]
    public async Task What_was_said_where_the_clock_is_slow_is_read_at_a_takeover()
    {
        var id = NewId();
        await broker.Get<ControlWriter>().WriteAsync(new Cancel { Id = id, At = Now }, Ct);
        var said = new List<ExecutionId>();
        // The job's time, by a clock that is five seconds ahead of that of the cancel.
        await broker.Get<ControlLog>().ReadAsync(Now.AddSeconds(5), message => said.Add(message.Value.Id), Ct);
        Assert.Contains(id, said);
    }

    public void Dispose()
    {
        ended.Cancel();
        ended.Dispose();
        GC.SuppressFinalize(this);
    }

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    private static ExecutionId NewId() => ExecutionId.New(Now);

    private ValueTask Write(ExecutionId id, int seq) => broker.Get<EventWriter>().WriteAsync(new Running { Id = id, Seq = seq, At = Now }, Ct);

    private async Task<(ExecutionId Id, ChannelReader<LogRecord<ExecutionEvent>> Seen)> FollowAsync()
    {
        var seen = Channel.CreateUnbounded<LogRecord<ExecutionEvent>>();
        var started = new TaskCompletionSource();
        _ = broker.Get<EventLog>().FollowAsync(e => seen.Writer.TryWrite(e), started.SetResult, ended.Token);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        return (NewId(), seen.Reader);
    }

    private static async Task<List<LogRecord<ExecutionEvent>>> TakeAsync(ChannelReader<LogRecord<ExecutionEvent>> seen, ExecutionId id, int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var taken = new List<LogRecord<ExecutionEvent>>();
        while (taken.Count < count)
        {
            var e = await seen.ReadAsync(limit.Token);
            if (e.Value.Id == id)
                taken.Add(e);
        }
        return taken;
    }
}

public sealed class EmbeddedLogTests(EmbeddedBroker broker) : LogTests(broker), IClassFixture<EmbeddedBroker>;

public sealed class KafkaLogTests(RealKafka broker) : LogTests(broker), IClassFixture<RealKafka>;
