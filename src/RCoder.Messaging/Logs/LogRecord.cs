namespace RCoder.Messaging.Logs;

/// <summary>A record with its place in its topic. <paramref name="Time"/> is the writer's, to the millisecond.</summary>
public readonly record struct LogRecord<T>(int Partition, long Offset, DateTimeOffset Time, T Value);
