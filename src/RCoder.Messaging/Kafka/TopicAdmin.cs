using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RCoder.Messaging.Kafka;

/// <summary>What an operator asks of a real broker. Each call ends within a few seconds, whether the broker is there or not.</summary>
public sealed class TopicAdmin(KafkaConnection connection)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Makes a topic that is not there.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer, or does not allow it.</exception>
    public async Task EnsureAsync(string name, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        try
        {
            await connection.EnsureTopicAsync(name, limited.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            var problem = await connection.ProbeAsync(Patience);
            throw new BrokerUnavailableException(problem ?? $"topic {connection.Name(name)} could not be made within {Patience.TotalSeconds} s; the operator's log tells more", e);
        }
    }

    /// <summary>Removes a topic and all that is in it; one that is not there is none to remove.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer, or does not allow it.</exception>
    public Task DeleteAsync(string name, CancellationToken ct) => AskAsync(async () =>
    {
        try
        {
            await connection.Admin.DeleteTopicsAsync([connection.Name(name)], new() { RequestTimeout = Patience }).WaitAsync(ct);
        }
        catch (DeleteTopicsException e) when (e.Results.All(result => result.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.NoError))
        {
        }
        return 0L;
    });

    /// <summary>How many records of a topic a group has not committed; 0 where there is no such topic.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer, or does not allow it.</exception>
    public Task<long> LagAsync(string group, string topic, CancellationToken ct) => AskAsync(async () =>
    {
        var found = await Task.Run(() => connection.Admin.GetMetadata(connection.Name(topic), Patience), ct).WaitAsync(ct);
        var partitions = found.Topics.Single().Partitions.Select(partition => new TopicPartition(connection.Name(topic), partition.PartitionId)).ToList();
        if (partitions.Count == 0)
            return 0;
        var committed = (await connection.Admin.ListConsumerGroupOffsetsAsync([new(connection.Name(group), partitions)], new() { RequestTimeout = Patience }).WaitAsync(ct))
            .Single().Partitions.ToDictionary(offset => offset.TopicPartition, offset => offset.Offset.Value);
        var (first, end) = (await OffsetsAsync(OffsetSpec.Earliest()), await OffsetsAsync(OffsetSpec.Latest()));
        // What was never committed is a special, negative offset.
        return partitions.Sum(partition => Math.Max(0, end[partition] - Math.Max(first[partition], committed.GetValueOrDefault(partition, -1))));

        async Task<Dictionary<TopicPartition, long>> OffsetsAsync(OffsetSpec spec) =>
            (await connection.Admin.ListOffsetsAsync(partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = spec }), new() { RequestTimeout = Patience }).WaitAsync(ct))
            .ResultInfos.ToDictionary(info => info.TopicPartitionOffsetError.TopicPartition, info => info.TopicPartitionOffsetError.Offset.Value);
    });

    private async Task<long> AskAsync(Func<Task<long>> ask)
    {
        try
        {
            return await ask();
        }
        catch (KafkaException e)
        {
            throw new BrokerUnavailableException($"Kafka at {connection.BootstrapServers} does not answer: {e.Error.Reason}", e);
        }
    }
}
