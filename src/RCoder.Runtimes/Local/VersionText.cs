using System.Text.RegularExpressions;

namespace RCoder.Runtimes.Local;

/// <summary>Finds the version in what a program says of itself, and completes it to three numbers.</summary>
internal static partial class VersionText
{
    public static string? Find(string text)
    {
        var match = Dotted().Match(text) is { Success: true } dotted ? dotted : Whole().Match(text);
        if (!match.Success)
            return null;
        var numbers = match.Value.Split('.').Select(number => number.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0");
        return string.Join('.', numbers.Concat(["0", "0"]).Take(3));
    }

    [GeneratedRegex(@"\d{1,9}(\.\d{1,9}){1,2}")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\d{1,9}")]
    private static partial Regex Whole();
}
