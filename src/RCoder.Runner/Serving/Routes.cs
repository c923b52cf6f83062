using System.Globalization;
using System.Text.Json;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runners;
using RCoder.Runner.Http;
using RCoder.Runner.Outputs;
using RCoder.Runner.Workspaces;

namespace RCoder.Runner.Serving;

/// <summary>The runner's contract: which call may come when, and what it does.</summary>
internal sealed class Routes(string? poolToken, Func<Plan, Execution> start)
{
    private bool retired;
    private long lastInput = -1;

    internal Execution? Execution { get; private set; }

    /// <summary>Why this request is not to be read further; null when it is.</summary>
    internal Reply? Admit(RequestHead head)
    {
        // Even a state is told to none but the pool's: it names the execution. Without a pool's token it is the socket that is closed to others.
        var needed = head.Path is "/state" or "/claim" or "/retire" ? poolToken : Execution?.Plan.Secret ?? "";
        return needed is null || needed.Length > 0 && Secrets.Equal(needed, head.Bearer) ? null : Reply.Because(401, "not the secret that this call takes");
    }

    internal Reply Handle(RequestHead head, byte[] body) => (head.Method, head.Path) switch
    {
        ("GET", "/state") => new Reply(200, JsonSerializer.SerializeToUtf8Bytes(State(), Wire.Json.RunnerState)),
        ("POST", "/claim") => Claim(head, body),
        ("POST", "/retire") => Retire(),
        ("GET", "/events") => Events(head),
        ("POST", "/stdin") => Stdin(head, body),
        ("POST", "/cancel") => Cancel(),
        ("POST", "/done") => new Reply(200) { ThenExit = true },
        (_, "/state" or "/claim" or "/retire" or "/events" or "/stdin" or "/cancel" or "/done") => Reply.Because(405, "not with this method"),
        _ => Reply.Because(404, "no such call"),
    };

    private RunnerState State() => new()
    {
        State = Execution is null ? RunnerPhase.Free : Execution.Finished ? RunnerPhase.Finished : RunnerPhase.Claimed,
        Execution = Execution?.Plan.Id,
        Attempt = Execution?.Plan.Attempt,
        LastSeq = Execution is null ? null : Execution.Log.NextSeq - 1,
    };

    private Reply Claim(RequestHead head, byte[] body)
    {
        Plan plan;
        try
        {
            plan = JsonSerializer.Deserialize(body, Wire.Json.Plan) ?? throw new JsonException("there is no plan");
        }
        // InvalidOperationException: an escape that is half a character.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Reply.Because(400, $"not a plan: {e.Message}");
        }
        if (Execution is { } other)
        {
            var same = other.Plan.Id == plan.Id && other.Plan.Attempt == plan.Attempt && Secrets.Equal(other.Plan.Secret, plan.Secret);
            return same ? Claimed(head, other) : Reply.Because(409, "claimed by another execution");
        }
        if (retired) return Reply.Because(409, "retired");
        if ((PlanCheck.Problem(plan) ?? Workspace.Write(plan.Files)) is { } problem) return Reply.Because(400, problem);
        Execution = start(plan);
        return Claimed(head, Execution);
    }

    /// <summary>The answer goes out before the end, and between the two nobody claims.</summary>
    private Reply Retire()
    {
        if (Execution is not null) return Reply.Because(409, "claimed by an execution");
        retired = true;
        return new Reply(200) { ThenExit = true };
    }

    /// <summary><c>?events</c> answers with the stream of events at once, which saves the caller a request.</summary>
    private static Reply Claimed(RequestHead head, Execution execution) =>
        head.Parameter("events") is null ? Reply.Ok : new Reply(200) { Events = execution.Log };

    private Reply Events(RequestHead head)
    {
        var from = head.Parameter("from");
        if (from is null) return new Reply(200) { Events = Execution!.Log };
        return int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? new Reply(200) { Events = Execution!.Log, EventsFrom = Execution.Log.IndexOf(seq) }
            : Reply.Because(400, "from is not a number");
    }

    /// <summary>With <c>?offset</c> it may be repeated: what is not above the last one was taken.</summary>
    private Reply Stdin(RequestHead head, byte[] body)
    {
        long? offset = null;
        if (head.Parameter("offset") is { } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place)) return Reply.Because(400, "offset is not a number");
            if (place <= lastInput) return Reply.Ok;
            offset = place;
        }
        if (!Execution!.TakesStdin) return Reply.Because(409, "stdin is closed");
        if (Execution.PendingStdin + body.Length > StdinFeeder.MostPending)
            return Reply.Because(413, $"the program has yet to read {Execution.PendingStdin} bytes");
        lastInput = offset ?? lastInput;
        Execution.AddStdin(body, end: head.Parameter("eof") is not null);
        return Reply.Ok;
    }

    private Reply Cancel()
    {
        Execution!.Cancel();
        return Reply.Ok;
    }
}
