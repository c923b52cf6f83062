using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Events;
using RCoder.Contracts.Json;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;

namespace RCoder.Messaging.Logs;

/// <summary>Where an execution is accepted: its job is in the log, or it never was.</summary>
public sealed class JobWriter(KafkaConnection connection, IOptions<KafkaOptions> options) : IDisposable
{
    private readonly RecordWriter writer = new(connection, options.Value.WriteTimeoutMs);

    /// <summary>Ends when Kafka has acknowledged the job.</summary>
    /// <exception cref="BrokerUnavailableException">It has not: the job was not accepted.</exception>
    public async Task<JobPosition> WriteAsync(Job job, string? traceParent, CancellationToken ct)
    {
        var topic = TopicNames.Jobs(job.Runtime);
        var to = new TopicPartition(connection.Name(topic), job.Id.PartitionOf(connection.PartitionsOf(topic)));
        var message = Records.Message(job.Id.ToString(), job, Wire.Json.Job, ContentTypes.Job,
            (HeaderNames.Tenant, job.Tenant),
            (HeaderNames.Deadline, job.Deadline.ToString("O", CultureInfo.InvariantCulture)),
            (HeaderNames.TraceParent, traceParent));
        var written = await writer.WriteAsync(to, message, ct);
        return new JobPosition { Topic = topic, Partition = written.Partition.Value, Offset = written.Offset.Value };
    }

    /// <summary>Connects ahead of the first job.</summary>
    public void Warm() => writer.Warm();

    public void Dispose() => writer.Dispose();
}
