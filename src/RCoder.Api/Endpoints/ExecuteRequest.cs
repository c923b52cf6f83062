using System.Text.Json;
using RCoder.Api.Problems;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Requests;

namespace RCoder.Api.Endpoints;

/// <summary>The body of <c>POST /execute</c>.</summary>
internal sealed record ExecuteRequest(string Language, string Code)
{
    /// <exception cref="ProblemException">400 or 422, with all that is wrong with its form.</exception>
    public static ExecutionRequest Read(ReadOnlyMemory<byte> body)
    {
        var problems = new Contracts.Requests.Problems();
        string? language = null, code = null;
        using var document = Parse(body);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "language": language = Text(member, problems); break;
                case "code": code = Text(member, problems); break;
                default: problems.Add(Short(member.Name), "is not a known field; known are language, code"); break;
            }
        }
        if (language is null && !problems.Has("language"))
            problems.Add("language", "is missing; GET /v1/runtimes lists what there is");
        if (code is null && !problems.Has("code"))
            problems.Add("code", "is missing; it is the program");
        if (code?.Contains('\0') == true)
            problems.Add("code", "holds a NUL character, which no text has");
        if (!problems.IsEmpty)
            throw ProblemException.Invalid(problems);
        return new ExecutionRequest { Language = language!, Files = [new SourceFile { Content = code! }] };
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        // The reader of the larger contract has the words for what is no JSON at all.
        var reading = RequestReader.Read(body);
        if (reading.Problems.Malformed)
            throw ProblemException.Invalid(reading.Problems);
        return JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body, new JsonDocumentOptions { MaxDepth = RequestBounds.JsonDepth });
    }

    private static string? Text(JsonProperty member, Contracts.Requests.Problems problems)
    {
        try
        {
            if (member.Value.ValueKind == JsonValueKind.String)
                return member.Value.GetString();
            problems.Add(member.Name, "must be a string");
        }
        catch (InvalidOperationException)
        {
            problems.Add(member.Name, "holds half of a surrogate pair, which UTF-8 cannot express");
        }
        return null;
    }

    private static string Short(string name) => name.Length <= 60 ? name : $"{name.AsSpan(0, 60)}…";
}
