using System.Buffers.Text;
using System.Text;
using RCoder.Contracts.Executions;

namespace RCoder.Contracts.Requests;

internal static class FilesValidator
{
    public static void Validate(IReadOnlyList<SourceFile> files, string? source, Problems problems)
    {
        if (files.Count == 0)
        {
            if (!problems.Has("files") && !problems.Has("source"))
                problems.Add("files", "is missing or empty; a program comes as source, or as files with at least one file");
            return;
        }
        if (files.Count > RequestBounds.Files)
        {
            problems.Add("files", $"has {files.Count} files; at most {RequestBounds.Files} are allowed");
            return;
        }
        long total = 0;
        for (var i = 0; i < files.Count; i++)
            total += Content(files[i], $"files[{i}]", problems);
        if (total > RequestBounds.SourceBytes)
            problems.Add("files", $"has {total} bytes in all; at most {RequestBounds.SourceBytes} are allowed");
        Names(files, source, problems);
    }

    /// <summary>The bytes that it will be.</summary>
    private static long Content(SourceFile file, string field, Problems problems)
    {
        if (file.Encoding == ContentEncoding.Base64)
        {
            if (Base64.IsValid(file.Content, out var decoded))
                return decoded;
            problems.Add($"{field}.content", "is not valid Base64 (RFC 4648, section 4), as its encoding says");
            return 0;
        }
        if (file.Content.Contains('\0'))
            problems.Add($"{field}.content", "holds a NUL character, which no text has; send a binary file with encoding 'base64'");
        return Encoding.UTF8.GetByteCount(file.Content);
    }

    private static void Names(IReadOnlyList<SourceFile> files, string? source, Problems problems)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < files.Count; i++)
        {
            var field = $"files[{i}].name";
            if (problems.Has(field))
                continue;
            // Without a runtime, one file may go without a name; which name it gets is then unknown.
            var name = files[i].Name ?? source ?? "";
            if (files[i].Name is not null && FileNames.Problem(name) is { } problem)
                problems.Add(field, problem);
            else if (!fields.TryAdd(name, field))
                problems.Add(field, files[i].Name is null
                    ? $"is missing, and {fields[name]} is the one file that may go without or has the name that it would get; name this one"
                    : $"is '{Shown.Name(name)}', as {fields[name]} is; names must be unique");
        }
        foreach (var (name, field) in fields)
        {
            for (var slash = name.IndexOf('/'); slash >= 0; slash = name.IndexOf('/', slash + 1))
            {
                if (fields.TryGetValue(name[..slash], out var file))
                    problems.Add(field, $"is '{Shown.Name(name)}', but {file} makes '{Shown.Name(name[..slash])}' a file: it cannot be a folder too");
            }
        }
    }
}
