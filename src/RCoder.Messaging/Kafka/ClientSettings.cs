using static RCoder.Messaging.Embedded.Librdkafka;

namespace RCoder.Messaging.Kafka;

/// <summary>A set of librdkafka's settings that no client is made from.</summary>
internal sealed unsafe class ClientSettings : IDisposable
{
    // rd_kafka_conf_res_t.
    private const int UnknownName = -2;

    private readonly IntPtr conf = rd_kafka_conf_new();

    public enum Answer
    {
        Taken,
        Unknown,
        Refused,
    }

    /// <param name="refusal">Why not, in librdkafka's words, which may quote the value.</param>
    public Answer Set(string name, string value, out string refusal)
    {
        var error = stackalloc byte[ErrorBytes];
        var result = rd_kafka_conf_set(conf, name, value, error, ErrorBytes);
        refusal = Text(error);
        return result switch { 0 => Answer.Taken, UnknownName => Answer.Unknown, _ => Answer.Refused };
    }

    public void Dispose() => rd_kafka_conf_destroy(conf);
}
