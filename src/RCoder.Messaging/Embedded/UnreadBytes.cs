using Confluent.Kafka;

namespace RCoder.Messaging.Embedded;

/// <summary>
/// The embedded broker keeps about 5 MB a partition and then drops the oldest, read or not. This counts what each
/// reader has not seen yet, so that a writer waits, or refuses, before anything is lost.
/// </summary>
internal sealed class UnreadBytes
{
    /// <summary>Bytes of a partition that a reader may have before it: the broker's 5 MiB, less what records' framing may add.</summary>
    public const long Most = 3L << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Reader>> readers = [];
    private TaskCompletionSource room = New();

    /// <summary>From now on, writers to these topics heed this reader, until it is disposed of.</summary>
    public Reader Watch(IEnumerable<string> topics)
    {
        var reader = new Reader(this);
        lock (gate)
        {
            foreach (var topic in topics)
            {
                if (!readers.TryGetValue(topic, out var all))
                    readers[topic] = all = [];
                all.Add(reader);
            }
        }
        return reader;
    }

    public bool HasRoom(TopicPartition partition)
    {
        lock (gate)
            return Fits(partition);
    }

    /// <summary>Ends when there is room.</summary>
    public async ValueTask WaitForRoomAsync(TopicPartition partition, CancellationToken ct)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (Fits(partition))
                    return;
                wait = room.Task;
            }
            await wait.WaitAsync(ct);
        }
    }

    public void Written(TopicPartition partition, long bytes)
    {
        lock (gate)
        {
            foreach (var reader in readers.GetValueOrDefault(partition.Topic) ?? [])
                reader.Before[partition] = reader.Before.GetValueOrDefault(partition) + bytes;
        }
    }

    /// <summary>It never reached the broker.</summary>
    public void Withdrawn(TopicPartition partition, long bytes) => Written(partition, -bytes);

    private bool Fits(TopicPartition partition) =>
        readers.GetValueOrDefault(partition.Topic) is not { } all || all.TrueForAll(reader => reader.Before.GetValueOrDefault(partition) < Most);

    private void Wake()
    {
        if (Interlocked.Exchange(ref room, New()) is { } waited)
            waited.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal sealed class Reader(UnreadBytes owner) : IDisposable
    {
        /// <summary>Bytes that were written and that this reader has not seen.</summary>
        public Dictionary<TopicPartition, long> Before { get; } = [];

        public void Seen(TopicPartition partition, long bytes)
        {
            lock (owner.gate)
            {
                var before = Before.GetValueOrDefault(partition);
                Before[partition] = before - bytes;
                if (before >= Most && before - bytes < Most)
                    owner.Wake();
            }
        }

        public void Dispose()
        {
            lock (owner.gate)
            {
                foreach (var all in owner.readers.Values)
                    all.Remove(this);
                owner.Wake();
            }
        }
    }
}
