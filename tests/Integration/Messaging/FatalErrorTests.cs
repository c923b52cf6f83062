using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;

namespace RCoder.Integration.Messaging;

/// <summary>After a fatal error librdkafka's producer takes nothing any more. Its own test function makes one.</summary>
public sealed class FatalErrorTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_producer_that_has_failed_for_good_is_replaced_and_the_events_go_on()
    {
        var events = broker.Get<EventWriter>();
        var id = ExecutionId.New(DateTimeOffset.UtcNow);
        await events.WriteAcknowledgedAsync(new Running { Id = id, Seq = 1, At = DateTimeOffset.UtcNow }, Ct);
        Break(Producer(events)!);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await IsTakenAsync(events, new Finished { Id = id, Seq = 2, At = DateTimeOffset.UtcNow, Outcome = Outcome.Succeeded }, limit.Token))
            await again.WaitForNextTickAsync(limit.Token);
        Assert.Equal([1, 2], (await broker.Get<EventLog>().ReadAsync(id, Ct)).Select(record => record.Value.Seq));
    }

    private static async Task<bool> IsTakenAsync(EventWriter events, ExecutionEvent e, CancellationToken ct)
    {
        try
        {
            await events.WriteAcknowledgedAsync(e, ct);
            return true;
        }
        catch (BrokerUnavailableException)
        {
            return false;
        }
    }

    private static IProducer<byte[], byte[]>? Producer(EventWriter events) =>
        (IProducer<byte[], byte[]>?)Field(Field(events, "writer")!, "producer");

    private static object? Field(object of, string name) =>
        of.GetType().GetFields(BindingFlags.NonPublic | BindingFlags.Instance).Single(field => field.Name == name || field.Name.StartsWith($"<{name}>", StringComparison.Ordinal)).GetValue(of);

    private static void Break(IProducer<byte[], byte[]> producer)
    {
        var handle = (SafeHandle)typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(producer.Handle)!;
        var library = File.ReadLines("/proc/self/maps").Select(line => line.Split(' ')[^1]).First(path => Path.GetFileName(path).Contains("librdkafka", StringComparison.Ordinal));
        var fail = Marshal.GetDelegateForFunctionPointer<TestFatalError>(NativeLibrary.GetExport(NativeLibrary.Load(library), "rd_kafka_test_fatal_error"));
        Assert.Equal(0, fail(handle.DangerousGetHandle(), (int)ErrorCode.OutOfOrderSequenceNumber, "a test\0"u8.ToArray()));
    }

    private delegate int TestFatalError(IntPtr client, int error, byte[] reason);
}
