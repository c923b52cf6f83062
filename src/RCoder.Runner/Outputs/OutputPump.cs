using RCoder.Contracts.Executions;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Outputs;

/// <summary>One of the program's two streams, from its pipe into the event log.</summary>
internal sealed class OutputPump(int fd, Phase phase, OutputStream stream, long limit, EventLog log)
{
    private static readonly byte[] Scratch = new byte[OutputBuffer.LargestPiece];
    private readonly OutputBuffer buffer = new(limit);
    private int pipe = fd;

    /// <summary>-1 when the stream has ended.</summary>
    internal int Pipe => pipe;

    internal bool Truncated => buffer.Truncated;
    internal double? DueAt => buffer.DueAt;

    /// <summary>Takes what is in the pipe, once.</summary>
    /// <returns>Whether there may be more.</returns>
    internal bool Read(double nowMs)
    {
        if (pipe < 0) return false;
        var room = buffer.Truncated ? Scratch.Length : buffer.Room;
        var n = Fd.Read(pipe, Scratch.AsSpan(0, room));
        if (n < 0) return false;
        if (n == 0)
        {
            Fd.Close(ref pipe);
            return false;
        }
        buffer.Append(Scratch.AsSpan(0, n));
        Flush(nowMs);
        return true;
    }

    internal void Flush(double nowMs, bool end = false)
    {
        var piece = buffer.Take(nowMs, end);
        if (!piece.IsEmpty) log.Add(phase, stream, piece);
    }

    internal void Close() => Fd.Close(ref pipe);
}
