using System.Text.Json;
using RCoder.Contracts.Json;

namespace RCoder.Unit.Golden;

internal static class GoldenJson
{
    /// <summary>As on the wire, a field a line.</summary>
    public static readonly WireJson Indented = new(new JsonSerializerOptions(Wire.Json.Options) { WriteIndented = true, NewLine = "\n" });
}
