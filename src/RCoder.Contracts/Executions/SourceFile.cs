using System.Text.Json.Serialization;

namespace RCoder.Contracts.Executions;

/// <summary>One file of a program. <c>name</c> is a relative path in the workspace, '/' between its parts.</summary>
public sealed record SourceFile
{
    /// <summary>Absent: the runtime's own source name (<c>main.py</c>).</summary>
    public string? Name { get; init; }

    public required string Content { get; init; }

    public ContentEncoding Encoding { get; set; } = ContentEncoding.Utf8;

    public override string ToString() => $"{Name} ({Content.Length} characters)";
}

public enum ContentEncoding
{
    [JsonStringEnumMemberName("utf8")] Utf8,
    [JsonStringEnumMemberName("base64")] Base64,
}
