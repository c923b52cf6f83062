using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confluent.Kafka;
using RCoder.Contracts.Topics;

namespace RCoder.Messaging.Logs;

/// <summary>Between values and Kafka records.</summary>
internal static class Records
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
        catch (JsonException e)
        {
            // Never the message alone: it can quote the body.
            return (null, $"the body is not the JSON of a {typeof(T).Name}: at {e.Path}, byte {e.BytePositionInLine} of line {e.LineNumber}");
        }
    }

    public static string? Header(ConsumeResult<byte[], byte[]> result, string name) =>
        result.Message.Headers is { } headers && headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
