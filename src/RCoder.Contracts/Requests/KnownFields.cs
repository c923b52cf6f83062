namespace RCoder.Contracts.Requests;

/// <summary>The fields of a request, and what people write in their place.</summary>
internal static class KnownFields
{
    public static readonly string[] Request =
        ["language", "version", "source", "files", "stdin", "interactive", "args", "env", "limits", "deadlineMs"];

    /// <summary>Those of <c>POST /execute</c>.</summary>
    public static readonly string[] Execute = ["language", "code"];

    public static readonly string[] File = ["name", "content", "encoding"];

    public static readonly string[] Limits = ["wallMs", "cpuMs", "memoryBytes", "outputBytes", "processes", "onOutput"];

    private static readonly string[] Everywhere = [.. Request, .. Limits.Select(name => $"limits.{name}"), .. File.Select(name => $"files[0].{name}")];

    /// <summary>Words of other services' contracts.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["code"] = "source",
        ["source_code"] = "source",
        ["program"] = "source",
        ["lang"] = "language",
        ["runtime"] = "language",
        ["input"] = "stdin",
        ["argv"] = "args",
        ["environment"] = "env",
        ["timeout"] = "limits.wallMs",
        ["timeoutMs"] = "limits.wallMs",
        ["memory"] = "limits.memoryBytes",
        ["filename"] = "name",
    };

    public static string? Suggest(string name, ReadOnlySpan<string> known)
    {
        string[] here = [.. known];
        return Synonyms.GetValueOrDefault(name) ?? Nearest.To(name, here) ?? Nearest.To(name, Everywhere);
    }

    /// <summary>The same for <c>POST /execute</c>, whose program is called otherwise.</summary>
    public static string? SuggestOfExecute(string name) =>
        (Synonyms.GetValueOrDefault(name) ?? Nearest.To(name, [.. Execute, "source"])) switch
        {
            "source" => "code",
            { } meant when Execute.Contains(meant) => meant,
            _ => null,
        };
}
