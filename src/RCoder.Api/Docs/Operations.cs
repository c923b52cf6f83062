using RCoder.Api.Endpoints;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;

namespace RCoder.Api.Docs;

/// <summary>The words of the OpenAPI document.</summary>
internal static class Operations
{
    private const string Executions = "Executions";
    private const string Other = "Operations";

    private static readonly Parameter Id = new("id", "path", "The id that POST /v1/executions gave: 32 hex digits of a version 7 UUID.", "019ab0c0000070008000000000000000");

    private static readonly Parameter IdempotencyKey = new("Idempotency-Key", "header", "1 to 255 visible ASCII characters. The same key with the same body runs once within 24 hours, whichever replica it reaches; with another body it is refused with 409.", "5f3c1d2e");

    public static readonly Operation PostExecution = new("createExecution", Executions, "Run a program",
        "Answers 202 with the execution's address as soon as the program is safe in Kafka. With `Prefer: wait=N` it waits up to N seconds "
        + "for the end and answers 200 with the result; 202 where it was not there in time. All that is wrong with a request comes in one answer.")
    {
        Parameters =
        [
            new("Prefer", "header", "`wait=N`: wait up to N seconds, at most 60, for the result (RFC 7240).", "wait=30"),
            IdempotencyKey,
        ],
        Body = (typeof(ExecutionRequest), "application/json", """{"language": "python", "source": "print(6 * 7)", "limits": {"wallMs": 5000}}"""),
        Replies =
        [
            new(200, "The result, within the time of `Prefer: wait`.", typeof(ExecutionResult), Example: Example.Result),
            new(202, "Accepted. `Location` is the execution's address.", typeof(ExecutionResult), Example: Example.Accepted),
        ],
        Errors = [400, 406, 409, 413, 415, 422, 503],
    };

    public static readonly Operation GetExecution = new("getExecution", Executions, "State and result",
        "The state of an execution; the result too, once `state` is `finished`. Any replica answers, as long as Kafka keeps the events.")
    {
        Parameters = [Id],
        Replies = [new(200, "What there is of it.", typeof(ExecutionResult), Example: Example.Result)],
        Errors = [400, 404, 406, 503],
    };

    public static readonly Operation DeleteExecution = new("cancelExecution", Executions, "Cancel",
        "Ends an execution; whoever waits for it is told `Cancelled`. May be repeated.")
    {
        Parameters = [Id],
        Replies =
        [
            new(202, "It will be cancelled.", typeof(ExecutionResult), Example: Example.Accepted),
            new(200, "It had ended already; this is its result.", typeof(ExecutionResult), Example: Example.Result),
        ],
        Errors = [400, 404, 406, 503],
    };

    public static readonly Operation GetEvents = new("streamEvents", Executions, "Everything that happens, as it happens",
        "Server-sent events, from the first: `event:` is the type, `data:` the event as JSON, `id:` its place in the log. The stream ends after `finished`. "
        + "A client that comes back with `Last-Event-ID` gets what follows that event, nothing missing and nothing twice, from any replica; 204 when nothing follows. "
        + "While the program waits its turn, `queued` events without an `id:` tell its place. A comment comes every 15 s.")
    {
        Parameters = [Id, new("Last-Event-ID", "header", "The `id:` of the last event that was received; an EventSource sends it by itself.", "3-4711")],
        Replies = [new(200, "The stream.", typeof(ExecutionEvent), "text/event-stream"), new(204, "There is nothing after that event, and there will not be.")],
        Errors = [400, 404, 406, 503],
    };

    public static readonly Operation PostStdin = new("writeStdin", Executions, "Write to the program's stdin",
        "The body, byte for byte, of an execution that was requested with `interactive: true`. 409 when it was not, has ended, or its stdin is closed.")
    {
        Parameters = [Id, new("eof", "query", "Close stdin after these bytes. Takes no value, or true or false.", "true")],
        Body = (typeof(Stream), "application/octet-stream", null),
        Replies = [new(202, "Kafka has it, and the program will read it.")],
        Errors = [400, 404, 409, 413, 503],
    };

    public static readonly Operation GetRuntimes = new("listRuntimes", "Runtimes", "Languages",
        "Every language with its version, other names, limits, and what an editor needs; those that are not ready say why.")
    {
        Replies = [new(200, "All of them, by name.", typeof(RuntimeList))],
        Errors = [406],
    };

    public static readonly Operation PostExecute = new("execute", Executions, "Run a program, as the original rcoder did",
        "Waits for the end. `error` is what the program wrote to stderr, or why it did not succeed.")
    {
        Parameters = [IdempotencyKey],
        Body = (typeof(ExecuteRequest), "application/json", """{"language": "python", "code": "print(6 * 7)"}"""),
        Replies =
        [
            new(200, "It has ended.", typeof(ExecuteResponse), Example: """{"task_id": "019ab0c0000070008000000000000000", "output": "42\n", "error": ""}"""),
            new(202, "It has not ended in all that time.", typeof(ExecuteResponse)),
        ],
        Errors = [400, 406, 409, 413, 415, 422, 503],
    };

    public static readonly Operation Live = new("live", Other, "Is the process alive", "Answers as long as the process can.")
    {
        Replies = [new(200, "It is.", typeof(HealthReport))],
    };

    public static readonly Operation Ready = new("ready", Other, "Can it accept programs", "Kafka can be reached, events are followed, and the keys of the last day and the catalogue of languages have been read; whether any language is ready is not asked.")
    {
        Replies = [new(200, "It can.", typeof(HealthReport))],
        Errors = [503],
    };

    public static readonly Operation Metrics = new("metrics", Other, "Numbers for Prometheus",
        "In Prometheus' text format, or OpenMetrics where `Accept` asks for it. On the API's own port alone: the editor's, which is the one that is published, answers 404.")
    {
        Replies = [new(200, "What there is to count.", typeof(string), "text/plain")],
    };
}
