using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RCoder.Unit.Resources;

/// <summary>The summaries of the code's own comments, as plain text.</summary>
internal static partial class Words
{
    private static readonly Dictionary<Assembly, Dictionary<string, string>> Read = [];

    public static string? Of(Type type) => Of(type.Assembly, $"T:{type.FullName}");

    public static string? Of(PropertyInfo property) => Of(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName}.{property.Name}");

    private static string? Of(Assembly assembly, string member)
    {
        if (!Read.TryGetValue(assembly, out var members))
        {
            var file = Path.ChangeExtension(assembly.Location, ".xml");
            Read[assembly] = members = !File.Exists(file) ? [] : XDocument.Load(file).Descendants("member")
                .Where(element => element.Element("summary") is not null)
                .ToDictionary(element => (string)element.Attribute("name")!, element => Plain(element.Element("summary")!));
        }
        return members.GetValueOrDefault(member);
    }

    private static string Plain(XElement summary)
    {
        foreach (var reference in summary.Descendants("see").ToList())
            reference.ReplaceWith(((string?)reference.Attribute("cref") ?? "").Split('.', '(')[^1]);
        return Spaces().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
