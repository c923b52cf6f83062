using System.Text.Json;
using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Requests;

/// <summary>Reads the body of <c>POST /execute</c>, the original's: a language and its code. It never throws, whatever the bytes.</summary>
public static class ExecuteReader
{
    public static RequestReading Read(ReadOnlyMemory<byte> body) => JsonBody.Read(body, Request);

    private static ExecutionRequest Request(JsonElement root, FieldReader reader, Problems problems)
    {
        string? language = null, code = null;
        foreach (var (name, value) in reader.Members(root, "", "an object"))
        {
            switch (name)
            {
                case "language": language = reader.String(value, name); break;
                case "code": code = reader.String(value, name); break;
                default: reader.Unknown("", name, KnownFields.SuggestOfExecute(name), KnownFields.Execute); break;
            }
        }
        if (code is null && !problems.Has("code"))
            problems.Add("code", "is missing; it is the program");
        // Told here under its own name: the validator knows programs as files, and would speak of Base64, which is not to be had here.
        if (code?.Contains('\0') == true)
        {
            problems.Add("code", "holds a NUL character, which no text has");
            code = null;
        }
        return new ExecutionRequest { Language = language ?? "", Files = [new SourceFile { Content = code ?? "" }] };
    }
}
