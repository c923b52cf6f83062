using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace RCoder.Messaging.Kafka;

/// <summary>
/// What one reader says of failures. Most pass by themselves. That Kafka does not let us read passes by no waiting:
/// it is a warning, with what to do, once for each such reason.
/// </summary>
internal sealed partial class ReadFailures(ILogger log)
{
    private readonly HashSet<string> told = [];

    public void Tell(Error error) => Tell(error.Code, error.Reason);

    public void Tell(Exception e)
    {
        var error = (e as KafkaException ?? e.InnerException as KafkaException)?.Error;
        Tell(error?.Code ?? ErrorCode.Unknown, e.Message);
    }

    /// <summary>What a person must do, where waiting does not help; else null.</summary>
    internal static string? Remedy(ErrorCode code) => code switch
    {
        ErrorCode.TopicAuthorizationFailed => "allow this process's Kafka user Read and Describe on that topic",
        ErrorCode.GroupAuthorizationFailed => "allow this process's Kafka user Read on that consumer group",
        ErrorCode.ClusterAuthorizationFailed => "allow this process's Kafka user what the broker's log says it lacks",
        ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication => "check the user and the password among Kafka:Client's settings",
        _ => null,
    };

    private void Tell(ErrorCode code, string reason)
    {
        if (Remedy(code) is not { } remedy)
            Failed(reason, code);
        else if (told.Add(reason))
            Refused(reason, remedy);
    }

    [LoggerMessage(LogLevel.Warning, "Kafka does not let this process read: {Reason}. To do: {Remedy}")]
    private partial void Refused(string reason, string remedy);

    [LoggerMessage(LogLevel.Debug, "Reading from Kafka: {Reason} ({Code})")]
    private partial void Failed(string reason, ErrorCode code);
}
