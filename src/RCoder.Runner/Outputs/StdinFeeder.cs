using RCoder.Runner.Posix;

namespace RCoder.Runner.Outputs;

/// <summary>The program's stdin: bytes wait here until it reads them, and nobody waits for it.</summary>
internal sealed class StdinFeeder(int fd)
{
    internal const int MostPending = 8 << 20;

    private readonly Queue<ReadOnlyMemory<byte>> queue = new();
    private int sentOfFirst;
    private int pipe = fd;
    private bool ended;

    internal int Pipe => pipe;
    internal int Pending { get; private set; }
    internal bool Open => pipe >= 0 && !ended;
    internal bool WantsRoom => queue.Count > 0;

    internal void Add(ReadOnlyMemory<byte> bytes, bool end)
    {
        if (!Open) return;
        if (!bytes.IsEmpty) queue.Enqueue(bytes);
        Pending += bytes.Length;
        ended = end;
        Feed();
    }

    internal void Feed()
    {
        while (queue.TryPeek(out var first))
        {
            var n = Fd.Write(pipe, first.Span[sentOfFirst..]);
            if (n == 0) return;
            if (n < 0)
            {
                Close();
                return;
            }
            Pending -= n;
            sentOfFirst += n;
            if (sentOfFirst < first.Length) continue;
            queue.Dequeue();
            sentOfFirst = 0;
        }
        if (ended) Close();
    }

    internal void Close()
    {
        queue.Clear();
        Pending = 0;
        Fd.Close(ref pipe);
    }
}
