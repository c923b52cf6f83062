using System.Globalization;

namespace RCoder.Api.Streaming;

/// <summary>The <c>id:</c> of a server-sent event: where it lies in <c>rcoder.events</c>.</summary>
internal readonly record struct EventId(int Partition, long Offset)
{
    public static bool TryParse(string text, out EventId id)
    {
        id = default;
        var dash = text.IndexOf('-');
        if (dash < 1
            || !int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || !long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return false;
        id = new EventId(partition, offset);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}-{Offset}");
}
