using System.Text.Json;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runners;
using RCoder.Runner.Http;
using RCoder.Runner.Outputs;

namespace RCoder.Runner.Serving;

/// <summary>A runner serves once, so everything in it would be slow: the first use of a type costs as much as a hundred more. This uses what a claim will use while nobody waits.</summary>
internal static class Warmup
{
    private const string Request = "POST /claim HTTP/1.1\r\nHost: runner\r\nAuthorization: Bearer x\r\nContent-Length: 0\r\n\r\n";

    internal static void Run()
    {
        var id = ExecutionId.New(DateTimeOffset.UtcNow);
        var phase = new PhasePlan { Command = ["true"], Env = new Dictionary<string, string> { ["PATH"] = "/bin" }, Limits = Limits.Default };
        var plan = new Plan { Id = id, Secret = "x", Attempt = 1, FirstSeq = 1, Files = [new SourceFile { Name = "a", Content = "b" }], Compile = phase, Run = phase };
        plan = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(plan, Wire.Json.Plan), Wire.Json.Plan)!;
        _ = Workspaces.PlanCheck.Problem(plan);
        _ = Launching.LaunchMessage.Write(plan.Run.Command, plan.Run.Env, 1, 1);

        var log = new EventLog(plan);
        log.Add(new Running { Id = id, Seq = 1, At = DateTimeOffset.UtcNow });
        log.Add(Phase.Run, OutputStream.Stdout, new byte[] { 65 });
        log.Add(new Finished { Id = id, Seq = 3, At = DateTimeOffset.UtcNow, Outcome = Outcome.Succeeded, ExitCode = 0, CpuMs = 1.5, WallMs = 1.5, PeakMemoryBytes = 1, Timings = new Timings() });
        for (var i = 0; i < log.Count; i++) _ = log.Json(i);

        var head = RequestHead.Read(System.Text.Encoding.ASCII.GetBytes(Request))!;
        _ = RequestBody.Read(head, default);
        _ = Reply.Ok.Head(keepAlive: true);
        _ = new Reply(200) { Events = log }.Head(keepAlive: true);
    }
}
