using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RCoder.Contracts.Requests;
using YamlDotNet.RepresentationModel;

namespace RCoder.Runtimes.Manifests;

/// <summary>Compares a YAML tree with the record that it is to become, and knows the line of every field.</summary>
internal sealed class ManifestShape(string file)
{
    private readonly Dictionary<string, long> lines = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];

    public IReadOnlyList<string> Problems => problems;

    /// <summary>Adds a problem at the line of <paramref name="field"/>, or of the nearest field that holds it.</summary>
    public void Add(string field, string message)
    {
        var known = field;
        while (!lines.ContainsKey(known) && known.LastIndexOfAny(['.', '[']) is > 0 and var end)
            known = known[..end];
        problems.Add($"{file}:{lines.GetValueOrDefault(known, 1)}: {field} {message}");
    }

    public void Check(YamlNode node, JsonTypeInfo type, string path)
    {
        lines[path] = node.Start.Line;
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when node is YamlMappingNode mapping:
                Members(mapping, type, path);
                break;
            case JsonTypeInfoKind.Dictionary when node is YamlMappingNode mapping:
                foreach (var (key, value) in mapping.Children)
                    Check(value, type.Options.GetTypeInfo(type.ElementType!), Child(path, YamlText.Key(key)));
                break;
            case JsonTypeInfoKind.Enumerable when node is YamlSequenceNode sequence:
                for (var i = 0; i < sequence.Children.Count; i++)
                    Check(sequence.Children[i], type.Options.GetTypeInfo(type.ElementType!), $"{path}[{i}]");
                break;
            case JsonTypeInfoKind.None when node is YamlScalarNode scalar:
                Scalar(scalar, type, path);
                break;
            default:
                Add(path, $"must be {Wanted(type)}");
                break;
        }
    }

    private void Members(YamlMappingNode mapping, JsonTypeInfo type, string path)
    {
        foreach (var (key, value) in mapping.Children)
        {
            var name = YamlText.Key(key);
            var child = Child(path, name);
            lines[child] = key.Start.Line;
            if (type.Properties.FirstOrDefault(property => property.Name == name) is not { } known)
                Add(child, Nearest.To(name, type.Properties.Select(property => property.Name)) is { } meant
                    ? $"is not a known field; did you mean {meant}?"
                    : $"is not a known field; known are {string.Join(", ", type.Properties.Select(property => property.Name))}");
            else if (!YamlText.IsNull(value))
                Check(value, type.Options.GetTypeInfo(known.PropertyType), child);
        }
        foreach (var property in type.Properties.Where(property => property.IsRequired))
        {
            if (!mapping.Children.Any(child => YamlText.Key(child.Key) == property.Name && !YamlText.IsNull(child.Value)))
                Add(Child(path, property.Name), "is missing");
        }
    }

    private void Scalar(YamlScalarNode scalar, JsonTypeInfo type, string path)
    {
        try
        {
            JsonSerializer.Deserialize(YamlText.ToJson(scalar), type);
        }
        catch (JsonException)
        {
            Add(path, $"is {scalar.Value}; it must be {Wanted(type)}");
        }
    }

    private static string Wanted(JsonTypeInfo type) => (type.Kind, Nullable.GetUnderlyingType(type.Type) ?? type.Type) switch
    {
        (JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary, _) => "a mapping",
        (JsonTypeInfoKind.Enumerable, _) => "a list",
        (_, var leaf) when leaf == typeof(string) => "a string: put it in quotes",
        (_, var leaf) when leaf == typeof(bool) => "true or false",
        (_, { IsEnum: true } leaf) => $"one of {string.Join(", ", Enum.GetNames(leaf))}",
        _ => "a whole number",
    };

    private static string Child(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
