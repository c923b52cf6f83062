using System.Globalization;
using System.Text;

namespace RCoder.Contracts.Requests;

/// <summary>Names that callers chose, made fit for a message: short, on one line, and with nothing invisible in them.</summary>
internal static class Shown
{
    private const int Most = 60;

    public static string Name(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= Most)
                return shown.Append('…').ToString();
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                shown.Append(rune.ToString());
        }
        return shown.ToString();
    }
}
