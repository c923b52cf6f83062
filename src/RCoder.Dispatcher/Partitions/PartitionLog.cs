using Microsoft.Extensions.Logging;

namespace RCoder.Dispatcher.Partitions;

internal static partial class PartitionLog
{
    [LoggerMessage(LogLevel.Warning, "Partition {Topic} [{Partition}] waits for the event log: {Reason}")]
    public static partial void RecoveryWaits(ILogger log, string topic, int partition, string reason);
}
