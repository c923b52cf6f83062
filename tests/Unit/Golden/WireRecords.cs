using System.Text.Json.Serialization.Metadata;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;

namespace RCoder.Unit.Golden;

/// <summary>One record of each kind, with every field that it has set.</summary>
internal static class WireRecords
{
    private static readonly ExecutionId Id = ExecutionId.Parse("019ab0c0000070008000000000000000");
    private static readonly DateTimeOffset At = new(2026, 11, 23, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly JobPosition Position = new() { Topic = "rcoder.jobs.python", Partition = 3, Offset = 42 };
    private static readonly Timings Timings = new() { QueuedMs = 1.5, ClaimMs = 2, CompileMs = 300, RunMs = 11.25, PublishMs = 0.25, TotalMs = 315 };
    private static readonly SourceFile[] Files =
        [new() { Name = "main.py", Content = "print('é 😀')\n" }, new() { Name = "data/a.bin", Content = "AAEC", Encoding = ContentEncoding.Base64 }];

    public static readonly IReadOnlyDictionary<string, (object Record, JsonTypeInfo Type)> All = new SortedDictionary<string, (object, JsonTypeInfo)>(StringComparer.Ordinal)
    {
        ["request"] = (new ExecutionRequest
        {
            Language = "python", Version = "^3.11", Files = Files, Stdin = "in\n", Interactive = true, Args = ["-v"], Env = Env("A", "1"),
            Limits = AllLimits, DeadlineMs = 60_000,
        }, Wire.Json.ExecutionRequest),
        ["result-finished"] = (new ExecutionResult
        {
            Id = Id, State = ExecutionState.Finished, Language = "c", Runtime = "c", Outcome = Outcome.Signalled, Signal = "SIGSEGV",
            Stdout = "out\n", StderrBase64 = "/w==", Truncated = new() { Stdout = true },
            Compile = new() { Outcome = Outcome.Succeeded, ExitCode = 0, Stdout = "", Stderr = "warning\n", CpuMs = 250, WallMs = 300 },
            CpuMs = 10.5, WallMs = 11.25, PeakMemoryBytes = 9 << 20, Attempt = 2, Cached = true, Image = "gcc:14", Timings = Timings, TraceId = "0af7651916cd43dd8448eb211c80319c", Message = "why",
        }, Wire.Json.ExecutionResult),
        ["result-running"] = (new ExecutionResult { Id = Id, State = ExecutionState.Running, StdoutBase64 = "/w==", Stderr = "err\n" }, Wire.Json.ExecutionResult),
        ["result-queued"] = (new ExecutionResult { Id = Id, State = ExecutionState.Queued }, Wire.Json.ExecutionResult),
        ["event-accepted"] = Event(new Accepted { Id = Id, Seq = 0, At = At, Runtime = "python", Language = "py", Tenant = "anonymous", Deadline = At.AddMinutes(10), Job = Position, Interactive = true }),
        ["event-queued"] = Event(new Queued { Id = Id, Seq = 1, At = At, Position = 7, EtaMs = 900, Reason = "quota" }),
        ["event-assigned"] = Event(new Assigned { Id = Id, Seq = 2, At = At, Runtime = "python", Pod = "python-x7k2p", Warm = true, Job = Position }),
        ["event-compiling"] = Event(new Compiling { Id = Id, Seq = 3, At = At }),
        ["event-compiled"] = Event(new Compiled { Id = Id, Seq = 4, At = At, Outcome = Outcome.Failed, ExitCode = 1, Signal = "SIGKILL", CpuMs = 250, WallMs = 300, Truncated = new() { Stderr = true } }),
        ["event-running"] = Event(new Running { Id = Id, Seq = 5, At = At }),
        ["event-output-text"] = Event(new Output { Id = Id, Seq = 6, At = At, Phase = Phase.Run, Stream = OutputStream.Stdout, Text = "é 😀\n" }),
        ["event-output-bytes"] = Event(new Output { Id = Id, Seq = 7, At = At, Phase = Phase.Compile, Stream = OutputStream.Stderr, Base64 = "/w==" }),
        ["event-retrying"] = Event(new Retrying { Id = Id, Attempt = 2, Seq = 8, At = At, Reason = "the pod was evicted" }),
        ["event-finished"] = Event(new Finished
        {
            Id = Id, Attempt = 2, Seq = 9, At = At, Outcome = Outcome.Succeeded, ExitCode = 0, Signal = "SIGTERM", CpuMs = 10.5, WallMs = 11.25, PeakMemoryBytes = 9 << 20,
            Truncated = new() { Stdout = true, Stderr = true }, Timings = Timings, Runtime = "python", Language = "py", Image = "python:3.13-slim", TraceId = "0af7651916cd43dd8448eb211c80319c", Message = "why",
        }),
        ["job"] = (new Job
        {
            Id = Id, Tenant = "anonymous", Runtime = "python", Language = "py", Files = Files, Stdin = "in\n", Interactive = true, Args = ["-v"], Env = Env("A", "1"),
            Limits = Limits.Default, AcceptedAt = At, Deadline = At.AddMinutes(10),
        }, Wire.Json.Job),
        ["control-cancel"] = Control(new Cancel { Id = Id, At = At }),
        ["control-stdin"] = Control(new Stdin { Id = Id, At = At, Data = [0, 255, 10], Eof = true }),
        ["idempotency"] = (new IdempotencyRecord { Id = Id, BodySha256 = new string('a', 64) }, Wire.Json.IdempotencyRecord),
        ["plan"] = (new Plan
        {
            Id = Id, Secret = "c2VjcmV0", Attempt = 1, FirstSeq = 3, Files = Files, Stdin = "in\n", Interactive = true,
            Compile = new() { Command = ["gcc", "main.c"], Env = Env("PATH", "/usr/bin"), Limits = Limits.Maximum },
            Run = new() { Command = ["./.program", "-v"], Env = Env("PATH", "/usr/bin"), Limits = Limits.Default with { OnOutput = OnOutput.Kill } },
        }, Wire.Json.Plan),
        ["runner-state-free"] = (new RunnerState { State = RunnerPhase.Free }, Wire.Json.RunnerState),
        ["runner-state-claimed"] = (new RunnerState { State = RunnerPhase.Claimed, Execution = Id, Attempt = 1, LastSeq = 5 }, Wire.Json.RunnerState),
        ["runtime"] = (new Runtime { Name = "c", Spec = Spec, Ready = false, Message = "gcc is not there", Draining = true, Pool = "0a1b2c3d", Generation = 3 }, Wire.Json.Runtime),
    };

    private static RequestedLimits AllLimits => new() { WallMs = 1, CpuMs = 2, MemoryBytes = 3, OutputBytes = 4, Processes = 5, OnOutput = OnOutput.Kill };

    private static RuntimeSpec Spec => new()
    {
        Language = "c", Version = "14.2.0", Aliases = ["gcc"], Image = "gcc:14", Source = "main.c",
        Compile = new() { Command = ["gcc", "{sources}"], Limits = AllLimits },
        Run = new() { Command = ["./.program"] },
        Env = Env("A", "1"),
        Limits = new() { Default = AllLimits, Max = AllLimits },
        Prestart = new() { Command = ["zygote"], PlainStartFor = ["TZ", "LC_*"] },
        Pool = new() { Min = 2, Max = 10, MaxExecutionsPerPod = 1 },
        Isolation = new() { RuntimeClassName = "gvisor", HostUsers = true, Network = "Cluster", WorkspaceBytes = 1 << 20 },
        Conformance = [new() { Name = "hello", Source = "int main() {}", Stdin = "in", Args = ["-v"], Expect = new() { Stdout = "", Outcome = Outcome.Failed, ExitCode = 3 } }],
        Editor = new() { Monaco = "c", Sample = "int main() {}" },
        Compatibility = new() { Judge0 = [50], Piston = "c" },
        Local = new() { Requires = ["/usr/bin/gcc"], Package = "gcc", VersionCommand = ["/usr/bin/gcc", "-dumpfullversion"], Compile = ["/usr/bin/gcc"], Run = ["./.program"], Prestart = ["zygote"], Binds = ["/etc/gcc"] },
    };

    private static Dictionary<string, string> Env(string name, string value) => new() { [name] = value };

    private static (object, JsonTypeInfo) Event(ExecutionEvent what) => (what, Wire.Json.ExecutionEvent);

    private static (object, JsonTypeInfo) Control(ControlMessage what) => (what, Wire.Json.ControlMessage);
}
