namespace RCoder.Hosting;

/// <summary>Section <c>Logs</c> of the configuration.</summary>
internal sealed class LogsOptions
{
    public const string Section = "Logs";

    /// <summary>How logs are written: <c>Text</c>; <c>Json</c>, one object a line; or <c>Auto</c>: text where a person reads along, else JSON.</summary>
    public LogFormat Format { get; set; }
}

internal enum LogFormat
{
    Auto,
    Text,
    Json,
}
