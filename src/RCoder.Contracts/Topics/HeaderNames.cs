namespace RCoder.Contracts.Topics;

/// <summary>Headers of RCoder's Kafka records, so that routing never opens a body.</summary>
public static class HeaderNames
{
    /// <summary>W3C Trace Context.</summary>
    public const string TraceParent = "traceparent";

    public const string Tenant = "rcoder-tenant";

    /// <summary>RFC 3339 time.</summary>
    public const string Deadline = "rcoder-deadline";

    public const string ContentType = "content-type";

    /// <summary>On a dead letter: why it is one.</summary>
    public const string DeadReason = "rcoder-dead-reason";

    /// <summary>On a dead letter: topic/partition/offset that it had.</summary>
    public const string DeadFrom = "rcoder-dead-from";
}
