using System.Text;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;

namespace RCoder.Shared;

/// <summary>What one run gave.</summary>
internal sealed record RunnerOutput(IReadOnlyList<ExecutionEvent> Events, TimeSpan Elapsed)
{
    public Finished Finished => Assert.IsType<Finished>(Events[^1]);
    public string Stdout => Text(OutputStream.Stdout);
    public string Stderr => Text(OutputStream.Stderr);

    public string Text(OutputStream stream, Phase phase = Phase.Run) => Encoding.UTF8.GetString(Bytes(stream, phase));

    public byte[] Bytes(OutputStream stream, Phase phase = Phase.Run) =>
        [.. Events.OfType<Output>().Where(o => o.Stream == stream && o.Phase == phase)
            .SelectMany(o => o.Text is { } text ? Encoding.UTF8.GetBytes(text) : Convert.FromBase64String(o.Base64!))];
}
