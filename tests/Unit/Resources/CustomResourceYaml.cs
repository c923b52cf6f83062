using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RCoder.Unit.Resources;

/// <summary>JSON as block YAML: a string that could be read as something else is written as JSON writes it, which YAML takes too.</summary>
internal static partial class CustomResourceYaml
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonObject root)
    {
        var text = new StringBuilder();
        Members(text, root, 0);
        return text.ToString();
    }

    private static void Members(StringBuilder text, JsonObject members, int indent, bool inItem = false)
    {
        foreach (var (name, value) in members)
        {
            text.Append(' ', inItem ? 0 : indent).Append(name).Append(':');
            inItem = false;
            Value(text, value!, indent);
        }
    }

    private static void Value(StringBuilder text, JsonNode value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                text.Append('\n');
                Members(text, members, indent + 2);
                break;
            case JsonArray { Count: > 0 } items when items[0] is JsonObject:
                text.Append('\n');
                foreach (var item in items)
                {
                    text.Append(' ', indent).Append("- ");
                    Members(text, item!.AsObject(), indent + 2, inItem: true);
                }
                break;
            case JsonArray items:
                text.Append(" [").AppendJoin(", ", items.Select(item => Scalar(item!))).Append("]\n");
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static string Scalar(JsonNode value) => value switch
    {
        JsonObject => "{}",
        JsonValue text when text.GetValueKind() == JsonValueKind.String && Plain().IsMatch((string)text!) => (string)text!,
        _ => value.ToJsonString(Quoted),
    };

    [GeneratedRegex(@"^(?!(true|false|yes|no|on|off|null|True|False)$)[A-Za-z./][A-Za-z0-9 ./;()'*-]*$")]
    private static partial Regex Plain();
}
