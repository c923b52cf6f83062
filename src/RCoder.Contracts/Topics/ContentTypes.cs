namespace RCoder.Contracts.Topics;

/// <summary>The media type of each record, with its version.</summary>
public static class ContentTypes
{
    public const string Job = "application/vnd.rcoder.job.v1+json";
    public const string Event = "application/vnd.rcoder.event.v1+json";
    public const string Control = "application/vnd.rcoder.control.v1+json";
    public const string Runtime = "application/vnd.rcoder.runtime.v1+json";
    public const string Idempotency = "application/vnd.rcoder.idempotency.v1+json";
}
