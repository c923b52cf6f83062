using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;

namespace RCoder.Api.Executions;

/// <summary>What one attempt at an execution has said so far. The result is made of the last one alone.</summary>
internal sealed class AttemptFold
{
    private readonly StreamBytes stdout = new(), stderr = new(), compileStdout = new(), compileStderr = new();
    private Assigned? assigned;
    private Compiled? compiled;
    private Finished? finished;

    public int Number { get; init; } = 1;

    public void Add(ExecutionEvent e)
    {
        switch (e)
        {
            case Assigned said: assigned = said; break;
            case Compiled said: compiled = said; break;
            case Finished said: finished = said; break;
            case Output said: StreamOf(said).Add(said); break;
        }
    }

    public ExecutionResult Result(ExecutionId id, Accepted? accepted)
    {
        var result = new ExecutionResult
        {
            Id = id,
            State = finished is not null ? ExecutionState.Finished : assigned is not null ? ExecutionState.Running : ExecutionState.Queued,
            Language = accepted?.Language ?? finished?.Language,
            Runtime = accepted?.Runtime ?? assigned?.Runtime ?? finished?.Runtime,
            Attempt = Number,
        };
        if (finished is null)
            return result;
        var (outText, outBase64) = stdout.Join();
        var (errText, errBase64) = stderr.Join();
        return result with
        {
            Outcome = finished.Outcome,
            ExitCode = finished.ExitCode,
            Signal = finished.Signal,
            Stdout = outText,
            StdoutBase64 = outBase64,
            Stderr = errText,
            StderrBase64 = errBase64,
            Truncated = finished.Truncated,
            Compile = Compile(),
            CpuMs = finished.CpuMs,
            WallMs = finished.WallMs,
            PeakMemoryBytes = finished.PeakMemoryBytes,
            Image = finished.Image,
            Timings = finished.Timings,
            TraceId = finished.TraceId,
            Message = finished.Message,
        };
    }

    private CompileResult? Compile()
    {
        if (compiled is null)
            return null;
        var (outText, outBase64) = compileStdout.Join();
        var (errText, errBase64) = compileStderr.Join();
        return new CompileResult
        {
            Outcome = compiled.Outcome,
            ExitCode = compiled.ExitCode,
            Stdout = outText,
            StdoutBase64 = outBase64,
            Stderr = errText,
            StderrBase64 = errBase64,
            CpuMs = compiled.CpuMs,
            WallMs = compiled.WallMs,
        };
    }

    private StreamBytes StreamOf(Output output) => (output.Phase, output.Stream) switch
    {
        (Phase.Compile, OutputStream.Stdout) => compileStdout,
        (Phase.Compile, OutputStream.Stderr) => compileStderr,
        (_, OutputStream.Stderr) => stderr,
        _ => stdout,
    };
}
