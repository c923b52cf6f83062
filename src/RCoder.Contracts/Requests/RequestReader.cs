using System.Text.Json;
using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Requests;

/// <summary>
/// A request as it was read. <see cref="Request"/> is null when the body is no JSON object; else it holds what could be
/// read, for <see cref="RequestValidator"/> to look at too, and is good only when <see cref="Problems"/> stays empty.
/// </summary>
public readonly record struct RequestReading(ExecutionRequest? Request, Problems Problems);

/// <summary>Reads the body of <c>POST /v1/executions</c>. It never throws, whatever the bytes.</summary>
public static class RequestReader
{
    public static RequestReading Read(ReadOnlyMemory<byte> body) => JsonBody.Read(body, Request);

    private static ExecutionRequest Request(JsonElement root, FieldReader reader, Problems problems)
    {
        var request = new ExecutionRequest { Language = "", Files = [] };
        SourceFile? source = null;
        foreach (var (name, value) in reader.Members(root, "", "an object"))
        {
            switch (name)
            {
                case "language": request = request with { Language = reader.String(value, name) ?? "" }; break;
                case "version": request = request with { Version = reader.String(value, name) }; break;
                case "source": source = new SourceFile { Content = reader.String(value, name) ?? "" }; break;
                case "files": request = request with { Files = Files(value, reader, problems) }; break;
                case "stdin": request = request with { Stdin = reader.String(value, name) }; break;
                case "interactive": request = request with { Interactive = reader.Boolean(value, name) ?? false }; break;
                case "args": request = request with { Args = Args(value, reader) }; break;
                case "env": request = request with { Env = Env(value, reader) }; break;
                case "limits": request = request with { Limits = Limits(value, reader) }; break;
                case "deadlineMs": request = request with { DeadlineMs = reader.Whole(value, name) }; break;
                default: reader.Unknown("", name, KnownFields.Request); break;
            }
        }
        if (source is null)
            return request;
        if (request.Files.Count == 0 && !problems.Has("files"))
            return request with { Files = [source] };
        // Whichever of the two the caller leaves out then: what is wrong with the other is told now.
        problems.Add("source", "stands beside files; a program comes in one of the two");
        if (source.Content.Contains('\0'))
            problems.Add("source", "holds a NUL character, which no text has");
        return request;
    }

    private static List<SourceFile> Files(JsonElement value, FieldReader reader, Problems problems)
    {
        var files = new List<SourceFile>();
        foreach (var (path, item) in reader.Items(value, "files", "an array of files"))
        {
            string? fileName = null, content = null;
            ContentEncoding? encoding = null;
            foreach (var (name, member) in reader.Members(item, path, "a file: an object with name and content"))
            {
                var at = FieldReader.Child(path, name);
                switch (name)
                {
                    case "name": fileName = reader.String(member, at); break;
                    case "content": content = reader.String(member, at); break;
                    case "encoding": encoding = reader.OneOf(member, at, ("utf8", ContentEncoding.Utf8), ("base64", ContentEncoding.Base64)); break;
                    default: reader.Unknown(path, name, KnownFields.File); break;
                }
            }
            if (content is null && item.ValueKind == JsonValueKind.Object && !problems.Has($"{path}.content"))
                problems.Add($"{path}.content", "is missing; it is the text of the file");
            files.Add(new SourceFile { Name = fileName, Content = content ?? "", Encoding = encoding ?? ContentEncoding.Utf8 });
        }
        return files;
    }

    private static List<string> Args(JsonElement value, FieldReader reader)
    {
        var args = new List<string>();
        foreach (var (path, item) in reader.Items(value, "args", "an array of strings"))
            args.Add(reader.String(item, path) ?? "");
        return args;
    }

    private static OrderedDictionary<string, string> Env(JsonElement value, FieldReader reader)
    {
        var env = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, item) in reader.Members(value, "env", "an object of strings"))
            env.Add(name, reader.String(item, FieldReader.Child("env", name)) ?? "");
        return env;
    }

    private static RequestedLimits Limits(JsonElement value, FieldReader reader)
    {
        var limits = new RequestedLimits();
        foreach (var (name, item) in reader.Members(value, "limits", "an object"))
        {
            var path = FieldReader.Child("limits", name);
            switch (name)
            {
                case "wallMs": limits = limits with { WallMs = reader.Whole(item, path) }; break;
                case "cpuMs": limits = limits with { CpuMs = reader.Whole(item, path) }; break;
                case "memoryBytes": limits = limits with { MemoryBytes = reader.Whole(item, path) }; break;
                case "outputBytes": limits = limits with { OutputBytes = reader.Whole(item, path) }; break;
                case "processes": limits = limits with { Processes = reader.WholeInt32(item, path) }; break;
                case "onOutput": limits = limits with { OnOutput = reader.OneOf(item, path, ("truncate", OnOutput.Truncate), ("kill", OnOutput.Kill)) }; break;
                default: reader.Unknown("limits", name, KnownFields.Limits); break;
            }
        }
        return limits;
    }
}
