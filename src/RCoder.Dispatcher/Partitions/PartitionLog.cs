using Microsoft.Extensions.Logging;

namespace RCoder.Dispatcher.Partitions;

internal static partial class PartitionLog
{
    [LoggerMessage(LogLevel.Warning, "What became of the jobs of {Topic} [{Partition}] can't be told yet: {Reason}")]
    public static partial void RecoveryWaits(ILogger log, string topic, int partition, string reason);
}
