using System.Text.Json;
using System.Text.Unicode;
using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Requests;

/// <summary>Reads a body that must be one JSON object, for every contract alike. It never throws, whatever the bytes.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = RequestBounds.JsonDepth };

    /// <param name="body">The bytes.</param>
    /// <param name="read">Reads the object; what is wrong with it goes into the problems.</param>
    public static RequestReading Read(ReadOnlyMemory<byte> body, Func<JsonElement, FieldReader, Problems, ExecutionRequest> read)
    {
        var problems = new Problems();
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (!Utf8.IsValid(body.Span))
        {
            problems.AddMalformed(Problems.Body, JsonSyntax.InvalidUtf8(body.Span));
            return new(null, problems);
        }
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new(read(document.RootElement, new FieldReader(problems), problems), problems);
            problems.AddMalformed(Problems.Body, $"is {FieldReader.Kind(document.RootElement.ValueKind)}; it must be an object");
        }
        catch (JsonException error)
        {
            problems.AddMalformed(Problems.Body, JsonSyntax.Invalid(body.Span, error));
        }
        return new(null, problems);
    }
}
