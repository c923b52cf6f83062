using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runners;

namespace RCoder.Runner.Outputs;

/// <summary>Every event of the execution, kept until the dispatcher has acknowledged the last.</summary>
internal sealed class EventLog(Plan plan)
{
    /// <summary>An event, or bytes that become one when they are asked for: they are smaller than their JSON.</summary>
    private readonly record struct Entry(ExecutionEvent? Event, DateTimeOffset At, Phase Phase, OutputStream Stream, ReadOnlyMemory<byte> Output);

    private readonly List<Entry> entries = [];

    internal int Count => entries.Count;
    internal int NextSeq => plan.FirstSeq + entries.Count;
    internal bool Complete { get; private set; }

    internal void Add(ExecutionEvent happened)
    {
        entries.Add(new Entry { Event = happened });
        Complete = happened is Finished;
    }

    internal void Add(Phase phase, OutputStream stream, ReadOnlyMemory<byte> output) =>
        entries.Add(new Entry(null, DateTimeOffset.UtcNow, phase, stream, output));

    /// <summary>Where the events from <paramref name="seq"/> on begin.</summary>
    internal int IndexOf(int seq) => Math.Clamp(seq - plan.FirstSeq, 0, entries.Count);

    internal byte[] Json(int index) =>
        JsonSerializer.SerializeToUtf8Bytes(entries[index].Event ?? Output(index), Wire.Json.ExecutionEvent);

    private Output Output(int index)
    {
        var entry = entries[index];
        var bytes = entry.Output.Span;
        var text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
        return new Output
        {
            Id = plan.Id,
            Attempt = plan.Attempt,
            Seq = plan.FirstSeq + index,
            At = entry.At,
            Phase = entry.Phase,
            Stream = entry.Stream,
            Text = text,
            Base64 = text is null ? Convert.ToBase64String(bytes) : null,
        };
    }
}
