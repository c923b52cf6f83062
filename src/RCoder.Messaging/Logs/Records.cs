using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RCoder.Contracts.Topics;

namespace RCoder.Messaging.Logs;

/// <summary>Between values and Kafka records.</summary>
internal static partial class Records
{
    public static Message<byte[], byte[]> Message<T>(string key, T value, JsonTypeInfo<T> type, string contentType, params ReadOnlySpan<(string Name, string? Value)> headers)
    {
        var message = new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes(key),
            Value = JsonSerializer.SerializeToUtf8Bytes(value, type),
            Headers = new Headers { { HeaderNames.ContentType, Encoding.UTF8.GetBytes(contentType) } },
        };
        foreach (var (name, text) in headers)
        {
            if (text is not null)
                message.Headers.Add(name, Encoding.UTF8.GetBytes(text));
        }
        return message;
    }

    /// <summary>The value of a record, or null with the reason why it can't be read.</summary>
    public static (LogRecord<T>? Record, string? Problem) Read<T>(ConsumeResult<byte[], byte[]> result, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var value = JsonSerializer.Deserialize(result.Message.Value ?? [], type);
            return value is null
                ? (null, "the body is null")
                : (new LogRecord<T>(result.Partition.Value, result.Offset.Value, result.Message.Timestamp.UtcDateTime, value), null);
        }
        // Never the message or the path: they can quote the body.
        catch (JsonException e)
        {
            return (null, $"the body is not the JSON of a {typeof(T).Name}: byte {e.BytePositionInLine} of line {e.LineNumber}");
        }
        catch (NotSupportedException)
        {
            return (null, $"the body does not say which {typeof(T).Name} it is");
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            return (null, "its timestamp is no time");
        }
    }

    /// <summary>The value of a record, or null, which the log tells: no record may stop who reads it.</summary>
    public static LogRecord<T>? ReadOrSkip<T>(ConsumeResult<byte[], byte[]> result, JsonTypeInfo<T> type, ILogger log)
        where T : class
    {
        var (record, problem) = Read(result, type);
        if (problem is not null)
            Skip(result, problem, log);
        return record;
    }

    public static void Skip(ConsumeResult<byte[], byte[]> result, string problem, ILogger log) =>
        Skipped(log, result.Topic, result.Partition.Value, result.Offset.Value, problem);

    public static string? Header(ConsumeResult<byte[], byte[]> result, string name) =>
        result.Message.Headers is { } headers && headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

    [LoggerMessage(LogLevel.Warning, "Record {Topic} [{Partition}] @{Offset} is left out: {Problem}")]
    private static partial void Skipped(ILogger log, string topic, int partition, long offset, string problem);
}
