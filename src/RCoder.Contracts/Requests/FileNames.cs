using System.Text;

namespace RCoder.Contracts.Requests;

/// <summary>Which names a file of a program may have: relative paths that stay in the workspace, '/' between their parts.</summary>
public static class FileNames
{
    /// <summary>What is wrong with <paramref name="name"/>, or null.</summary>
    public static string? Problem(string name)
    {
        if (name.Length == 0)
            return "is empty; name the file, or leave the name out";
        var shown = Shown.Name(name);
        if (name.Any(char.IsControl))
            return $"is '{shown}'; it must not hold NUL or other control characters";
        if (name.Contains('\\'))
            return $"is '{shown}'; it must not hold a backslash: '/' stands between folder and file";
        if (name[0] == '/')
            return $"is '{shown}'; it must be relative: the workspace is where it starts";
        if (Encoding.UTF8.GetByteCount(name) is > RequestBounds.FileNameBytes and var bytes)
            return $"has {bytes} bytes; at most {RequestBounds.FileNameBytes} are allowed";
        var parts = name.Split('/');
        if (parts.Length > RequestBounds.FileNameParts)
            return $"has {parts.Length} parts; at most {RequestBounds.FileNameParts} are allowed";
        if (parts.Contains(""))
            return $"is '{shown}'; it must have no empty part: one '/' between two parts and none at the end";
        if (parts.Contains(".") || parts.Contains(".."))
            return $"is '{shown}'; it must have no part '.' or '..': files stay in the workspace";
        var longest = parts.Max(Encoding.UTF8.GetByteCount);
        return longest > RequestBounds.FileNamePartBytes
            ? $"has a part of {longest} bytes; at most {RequestBounds.FileNamePartBytes} are allowed between two '/'"
            : null;
    }
}
