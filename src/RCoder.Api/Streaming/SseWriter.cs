using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using RCoder.Contracts.Events;
using RCoder.Contracts.Json;

namespace RCoder.Api.Streaming;

/// <summary>Writes the format <c>text/event-stream</c> (WHATWG HTML, section 9.2). JSON has no raw line breaks, so an event's data is one line.</summary>
internal static class SseWriter
{
    /// <param name="to">Where to.</param>
    /// <param name="id">Null: an event that is not in the log, and that nobody can resume from.</param>
    /// <param name="e">The event.</param>
    public static void Write(PipeWriter to, EventId? id, ExecutionEvent e)
    {
        to.Write("event: "u8);
        to.Write(Type(e));
        if (id is { } known)
        {
            to.Write("\nid: "u8);
            var text = to.GetSpan(32);
            known.Partition.TryFormat(text, out var length);
            text[length++] = (byte)'-';
            known.Offset.TryFormat(text[length..], out var more);
            to.Advance(length + more);
        }
        to.Write("\ndata: "u8);
        using (var json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = Wire.Json.Options.Encoder, SkipValidation = true }))
            JsonSerializer.Serialize(json, e, Wire.Json.ExecutionEvent);
        to.Write("\n\n"u8);
    }

    /// <summary>Keeps proxies from taking a quiet stream for a dead one.</summary>
    public static void WriteComment(PipeWriter to) => to.Write(":\n\n"u8);

    private static ReadOnlySpan<byte> Type(ExecutionEvent e) => e switch
    {
        Accepted => "accepted"u8,
        Queued => "queued"u8,
        Assigned => "assigned"u8,
        Compiling => "compiling"u8,
        Compiled => "compiled"u8,
        Running => "running"u8,
        Output => "output"u8,
        Retrying => "retrying"u8,
        Finished => "finished"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    };
}
