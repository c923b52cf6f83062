using RCoder.Contracts.Executions;

namespace RCoder.Runner.Workspaces;

/// <summary>Which names a plan's files may have.</summary>
internal static class FileNames
{
    private const int LongestPart = 255, LongestName = 1024;

    /// <summary>Why these files cannot be written; null when they can.</summary>
    internal static string? Problem(IReadOnlyList<SourceFile> files)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (ProblemOf(file.Name) is { } problem) return $"file name '{file.Name}': {problem}";
            if (!names.Add(file.Name!)) return $"file name '{file.Name}': it is there twice";
        }
        foreach (var name in names)
            for (var slash = name.IndexOf('/'); slash > 0; slash = name.IndexOf('/', slash + 1))
                if (names.Contains(name[..slash])) return $"file name '{name}': '{name[..slash]}' is a file";
        return null;
    }

    private static string? ProblemOf(string? name)
    {
        if (string.IsNullOrEmpty(name)) return "it is empty";
        if (name.Length > LongestName) return $"it is longer than {LongestName} characters";
        if (name[0] == '/') return "it is absolute";
        if (name.Contains('\0')) return "it holds a NUL";
        foreach (var part in name.Split('/'))
        {
            if (part is "" or "." or "..") return $"it has the part '{part}'";
            if (System.Text.Encoding.UTF8.GetByteCount(part) > LongestPart) return $"a part of it is longer than {LongestPart} bytes";
        }
        return null;
    }
}
