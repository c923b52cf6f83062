using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Dispatcher.Runs;

namespace RCoder.Unit.Dispatcher;

public sealed class LostOutputTests
{
    private static readonly ExecutionId Id = ExecutionId.New(DateTimeOffset.UnixEpoch);

    private readonly LostOutput lost = new();

    [Fact]
    public void A_result_whose_output_is_all_there_says_what_its_runner_said()
    {
        lost.Add(new Running { Id = Id, Seq = 1, At = default });
        Assert.Equal(new Truncation { Stdout = true }, lost.MarkIn(End(attempt: 1, new Truncation { Stdout = true })));
    }

    [Fact]
    public void The_stream_that_lost_something_is_not_whole_in_that_attempt()
    {
        lost.Add(new Output { Id = Id, Attempt = 1, Seq = 1, At = default, Phase = Phase.Run, Stream = OutputStream.Stderr, Text = "x" });
        Assert.Equal(new Truncation { Stderr = true }, lost.MarkIn(End(attempt: 1, new Truncation())));
        Assert.Equal(new Truncation(), lost.MarkIn(End(attempt: 2, new Truncation())));
    }

    private static Finished End(int attempt, Truncation truncated) =>
        new() { Id = Id, Attempt = attempt, Seq = 2, At = default, Outcome = Outcome.Succeeded, Truncated = truncated };
}
