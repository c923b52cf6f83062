using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;

namespace RCoder.Dispatcher.Runs;

/// <summary>Output that Kafka took and then lost: a result without it must say that it is not whole.</summary>
internal sealed class LostOutput
{
    private readonly Lock gate = new();
    private readonly HashSet<(int Attempt, OutputStream Stream)> lost = [];

    public void Add(ExecutionEvent e)
    {
        if (e is not Output output)
            return;
        lock (gate)
            lost.Add((e.Attempt, output.Stream));
    }

    /// <summary>What the terminal event of an attempt says of its output, with what is known here.</summary>
    public Truncation MarkIn(Finished e)
    {
        lock (gate)
        {
            return lost.Count == 0 ? e.Truncated : e.Truncated with
            {
                Stdout = e.Truncated.Stdout || lost.Contains((e.Attempt, OutputStream.Stdout)),
                Stderr = e.Truncated.Stderr || lost.Contains((e.Attempt, OutputStream.Stderr)),
            };
        }
    }
}
