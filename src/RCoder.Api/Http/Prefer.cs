using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace RCoder.Api.Http;

/// <summary>The header <c>Prefer</c> (RFC 7240), of which only <c>wait</c> means something here.</summary>
internal static class Prefer
{
    public const int MostSeconds = 60;

    /// <summary>Seconds to wait, at most <see cref="MostSeconds"/>; null where nothing is said that can be understood: a preference is no demand.</summary>
    public static int? Wait(StringValues header)
    {
        foreach (var line in header)
        {
            foreach (var part in line.AsSpan().Split(','))
            {
                var preference = line.AsSpan()[part];
                if (preference.IndexOf(';') is >= 0 and var parameters)
                    preference = preference[..parameters];
                var equals = preference.IndexOf('=');
                if (equals < 0 || !preference[..equals].Trim().Equals("wait", StringComparison.OrdinalIgnoreCase))
                    continue;
                // The first of several counts (section 2).
                var value = preference[(equals + 1)..].Trim().Trim('"');
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, MostSeconds)
                    : value.Length > 0 && !value.ContainsAnyExceptInRange('0', '9') ? MostSeconds
                    : null;
            }
        }
        return null;
    }
}
