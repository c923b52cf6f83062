using System.Collections.Concurrent;
using Confluent.Kafka;

namespace RCoder.Messaging.Embedded;

/// <summary>
/// The embedded broker keeps about 5 MB a partition and then drops the oldest, read or not. This counts what a
/// partition holds that its reader has not seen, so that a writer waits, or refuses, before anything is lost.
/// </summary>
internal sealed class UnreadBytes
{
    /// <summary>Bytes a partition may hold unread: the broker's 5 MiB, less what one record and its framing may add.</summary>
    public const long Most = 3L << 20;

    private readonly ConcurrentDictionary<TopicPartition, Partition> partitions = new();
    private readonly ConcurrentDictionary<string, byte> read = new();

    /// <summary>From now on this topic has a reader, and its writers heed it.</summary>
    public void Watch(string topic) => read.TryAdd(topic, 0);

    public bool HasRoom(TopicPartition partition) =>
        !partitions.TryGetValue(partition, out var p) || Volatile.Read(ref p.Bytes) < Most;

    /// <summary>Ends when there is room.</summary>
    public async ValueTask WaitForRoomAsync(TopicPartition partition, CancellationToken ct)
    {
        while (partitions.TryGetValue(partition, out var p) && Volatile.Read(ref p.Bytes) >= Most)
            await p.Read.WaitAsync(TimeSpan.FromMilliseconds(50), ct);
    }

    public void Written(TopicPartition partition, long bytes)
    {
        if (!read.ContainsKey(partition.Topic))
            return;
        Interlocked.Add(ref partitions.GetOrAdd(partition, _ => new Partition()).Bytes, bytes);
    }

    public void Seen(TopicPartition partition, long bytes)
    {
        if (!partitions.TryGetValue(partition, out var p))
            return;
        if (Interlocked.Add(ref p.Bytes, -bytes) < Most && p.Read.CurrentCount == 0)
            p.Read.Release();
    }

    private sealed class Partition
    {
        public long Bytes;
        public SemaphoreSlim Read { get; } = new(0);
    }
}
