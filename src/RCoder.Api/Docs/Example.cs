namespace RCoder.Api.Docs;

internal static class Example
{
    public const string Accepted = """
        {"id": "019ab0c0000070008000000000000000", "state": "queued", "language": "python", "runtime": "python-3.13",
         "exitCode": null, "signal": null, "truncated": {"stdout": false, "stderr": false}, "attempt": 1, "cached": false}
        """;

    public const string Result = """
        {"id": "019ab0c0000070008000000000000000", "state": "finished", "language": "python", "runtime": "python-3.13",
         "outcome": "Succeeded", "exitCode": 0, "signal": null, "stdout": "42\n", "stderr": "",
         "truncated": {"stdout": false, "stderr": false}, "cpuMs": 9.1, "wallMs": 11.4, "peakMemoryBytes": 9437184,
         "attempt": 1, "cached": false,
         "timings": {"queuedMs": 1.2, "claimMs": 0.9, "compileMs": 0, "runMs": 11.4, "publishMs": 1.1, "totalMs": 14.6}}
        """;

    public const string Problem = """
        {"title": "Unprocessable Entity", "status": 422, "detail": "limits.wallMs is 90000; python-3.13 allows at most 30000",
         "errors": {"limits.wallMs": ["is 90000; python-3.13 allows at most 30000"]}, "traceId": "0af7651916cd43dd8448eb211c80319c"}
        """;
}
