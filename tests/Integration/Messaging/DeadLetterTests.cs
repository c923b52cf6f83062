using System.Text;
using Confluent.Kafka;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;

namespace RCoder.Integration.Messaging;

/// <summary>What lies among the jobs and is none.</summary>
public abstract class DeadLetterTests : IAsyncLifetime
{
    private readonly CancellationTokenSource ended = new();
    private readonly CollectingOwner owner = new();
    private readonly Broker broker;
    private Task run = Task.CompletedTask;

    protected DeadLetterTests(Broker broker)
    {
        Assert.SkipWhen(broker.Missing is not null, broker.Missing ?? "");
        this.broker = broker;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private JobQueue Queue => broker.Get<JobQueue>();

    public ValueTask InitializeAsync()
    {
        Queue.Take([Broker.Runtime]);
        run = Queue.RunAsync(owner, ended.Token);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("{\"a\":1}")]
    public async Task Its_execution_ends_it_is_kept_and_the_jobs_after_it_are_taken(string? body)
    {
        var id = ExecutionId.New(DateTimeOffset.UtcNow);
        var value = body is null ? null : Encoding.UTF8.GetBytes(body);
        var at = await broker.WriteAsync(TopicNames.Jobs(Broker.Runtime), Encoding.UTF8.GetBytes(id.ToString()), value, partition: 1);
        var job = Jobs.New();
        await broker.Get<JobWriter>().WriteAsync(job, null, Ct);

        await SkippedAsync(at);
        await owner.TakenAsync(job.Id, Ct);
        var end = Assert.IsType<Finished>(Assert.Single(await broker.Get<EventLog>().ReadAsync(id, Ct)).Value);
        Assert.Equal((Outcome.PlatformError, 1, Broker.Runtime), (end.Outcome, end.Attempt, end.Runtime));
        Assert.Contains("could not be read", end.Message, StringComparison.Ordinal);
        // A queue of another test may have met it too.
        var letter = (await LettersAsync(id))[0];
        Assert.Equal(value, letter.Message.Value);
        Assert.Equal($"{TopicNames.Jobs(Broker.Runtime)}/1/{at.Offset.Value}", Records.Header(letter, HeaderNames.DeadFrom));
        Assert.StartsWith("the body", Records.Header(letter, HeaderNames.DeadReason), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_names_no_execution_is_kept_too()
    {
        var at = await broker.WriteAsync(TopicNames.Jobs(Broker.Runtime), null, "no key"u8.ToArray());
        await SkippedAsync(at);
        Assert.Contains(await LettersAsync(), letter => letter.Message.Key is null && letter.Message.Value.AsSpan().SequenceEqual("no key"u8));
    }

    [Fact]
    public async Task An_execution_that_has_begun_ends_after_its_last_event_and_one_that_has_ended_keeps_its_end()
    {
        var (begun, done) = (ExecutionId.New(DateTimeOffset.UtcNow), ExecutionId.New(DateTimeOffset.UtcNow));
        var events = broker.Get<EventWriter>();
        await events.WriteAcknowledgedAsync(new Running { Id = begun, Attempt = 2, Seq = 7, At = begun.Time }, Ct);
        await events.WriteAcknowledgedAsync(new Finished { Id = done, Seq = 3, At = done.Time, Outcome = Outcome.Succeeded }, Ct);
        foreach (var id in (ExecutionId[])[begun, done])
            await SkippedAsync(await broker.WriteAsync(TopicNames.Jobs(Broker.Runtime), Encoding.UTF8.GetBytes(id.ToString()), "?"u8.ToArray()));

        var end = Assert.IsType<Finished>((await broker.Get<EventLog>().ReadAsync(begun, Ct))[^1].Value);
        Assert.Equal((2, 8), (end.Attempt, end.Seq));
        Assert.Equal(Outcome.Succeeded, Assert.IsType<Finished>(Assert.Single(await broker.Get<EventLog>().ReadAsync(done, Ct)).Value).Outcome);
    }

    [Fact]
    public async Task One_that_would_be_too_large_with_its_reason_is_kept_without_its_body()
    {
        Assert.SkipWhen(broker is EmbeddedBroker, "the embedded broker keeps 5 MB");
        var id = ExecutionId.New(DateTimeOffset.UtcNow);
        await SkippedAsync(await broker.WriteAsync(TopicNames.Jobs(Broker.Runtime), Encoding.UTF8.GetBytes(id.ToString()), new byte[KafkaConnection.MaxRecordBytes - 128]));
        Assert.Null((await LettersAsync(id))[0].Message.Value);
        Assert.IsType<Finished>(Assert.Single(await broker.Get<EventLog>().ReadAsync(id, Ct)).Value);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await run;
        ended.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task SkippedAsync(TopicPartitionOffset at) => owner.SkippedAsync(new JobPartition(TopicNames.Jobs(Broker.Runtime), at.Partition.Value), at.Offset.Value, Ct);

    private async Task<List<ConsumeResult<byte[], byte[]>>> LettersAsync(ExecutionId? id = null)
    {
        var letters = new List<ConsumeResult<byte[], byte[]>>();
        await new LogReader(broker.Get<KafkaConnection>()).ReadAsync(TopicNames.DeadJobs, 0, 0, letter =>
        {
            if (id is null || Encoding.UTF8.GetString(letter.Message.Key ?? []) == id.ToString())
                letters.Add(letter);
            return true;
        }, Ct);
        return letters;
    }
}

public sealed class EmbeddedDeadLetterTests(EmbeddedBroker broker) : DeadLetterTests(broker), IClassFixture<EmbeddedBroker>;

public sealed class KafkaDeadLetterTests(RealKafka broker) : DeadLetterTests(broker), IClassFixture<RealKafka>;
