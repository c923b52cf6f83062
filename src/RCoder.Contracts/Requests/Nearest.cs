namespace RCoder.Contracts.Requests;

/// <summary>The known name that a misspelt one most likely means.</summary>
public static class Nearest
{
    /// <summary>
    /// The best of <paramref name="known"/>, whose last dotted part is what is compared; null when none is close.
    /// </summary>
    public static string? To(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > 40)
            return null;
        var lower = name.ToLowerInvariant();
        var (best, distance) = known
            .Select(path => (Path: (string?)path, Distance: Distance(lower, path[(path.LastIndexOf('.') + 1)..].ToLowerInvariant())))
            .DefaultIfEmpty()
            .MinBy(candidate => candidate.Distance);
        // One slip in three letters is a slip; more is another word.
        return best is not null && distance <= Math.Max(1, name.Length / 3) ? best : null;
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
