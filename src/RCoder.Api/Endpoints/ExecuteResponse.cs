using System.Text.Json.Serialization;
using RCoder.Contracts.Executions;

namespace RCoder.Api.Endpoints;

/// <summary>The answer of <c>POST /execute</c>.</summary>
internal sealed record ExecuteResponse
{
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>What the program wrote to stdout.</summary>
    public required string Output { get; init; }

    /// <summary>What it wrote to stderr, or why it did not succeed; empty when all is well.</summary>
    public required string Error { get; init; }

    public static ExecuteResponse Of(ExecutionResult result) => new()
    {
        TaskId = result.Id.ToString(),
        Output = result.Stdout ?? result.StdoutBase64 ?? "",
        Error = ErrorOf(result),
    };

    private static string ErrorOf(ExecutionResult result)
    {
        if (result.State != ExecutionState.Finished)
            return $"It has not ended yet: GET /v1/executions/{result.Id} tells when it has.";
        foreach (var said in new[] { result.Stderr, result.StderrBase64, result.Compile?.Stderr, result.Compile?.StderrBase64 })
        {
            if (!string.IsNullOrEmpty(said))
                return said;
        }
        return result.Outcome == Outcome.Succeeded ? "" : result.Message ?? Words(result);
    }

    private static string Words(ExecutionResult result) => result switch
    {
        { Outcome: Outcome.Failed, ExitCode: { } code } => $"The program ended with exit code {code}.",
        { Outcome: Outcome.Signalled, Signal: { } signal } => $"The program was ended by {signal}.",
        _ => $"{result.Outcome}.",
    };
}
