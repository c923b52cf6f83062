using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RCoder.Contracts.Executions;

/// <summary>
/// The name of one execution: a UUID version 7 (RFC 9562, section 5.7) written as 32 lower-case hex digits.
/// Its first 48 bits are the time of acceptance in milliseconds since the Unix epoch; its last 32 bits are
/// random and choose the partition. So an id alone tells where in <c>rcoder.events</c> its events begin.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct ExecutionId
{
    private readonly Guid value;

    private ExecutionId(Guid value) => this.value = value;

    public static ExecutionId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>The time of acceptance, to the millisecond.</summary>
    public DateTimeOffset Time
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            value.TryWriteBytes(bytes, bigEndian: true, out _);
            var ms = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
            return DateTimeOffset.FromUnixTimeMilliseconds(ms);
        }
    }

    /// <summary>The partition of this execution in a topic of <paramref name="count"/> partitions.</summary>
    public int PartitionOf(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) % (uint)count);
    }

    /// <summary>Reads 32 hex digits of a version 7 UUID; anything else is no id.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ExecutionId id)
    {
        id = default;
        if (!Guid.TryParseExact(text, "N", out var guid) || guid.Version != 7)
            return false;
        // The greatest time that DateTimeOffset can hold is far below 2^48 ms.
        var ms = long.Parse(text.AsSpan(0, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (ms > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return false;
        id = new ExecutionId(guid);
        return true;
    }

    public static ExecutionId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not an execution id: 32 hex digits of a version 7 UUID");

    public override string ToString() => value.ToString("N");

    internal sealed class Converter : JsonConverter<ExecutionId>
    {
        public override ExecutionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not an execution id");

        public override void Write(Utf8JsonWriter writer, ExecutionId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
