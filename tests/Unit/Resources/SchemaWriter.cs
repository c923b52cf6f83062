using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;
using RCoder.Contracts.Executions;

namespace RCoder.Unit.Resources;

/// <summary>A type as a structural schema: names and what is required as JSON sees them, bounds from its attributes, words from its comments.</summary>
internal static class SchemaWriter
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static JsonObject Write(PropertyInfo property, string path)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var schema = Write(type, path);
        var words = new JsonObject { ["description"] = Words.Of(property) ?? Words.Of(type) ?? throw new InvalidOperationException($"{path} has no words: give {property.DeclaringType!.Name}.{property.Name} a summary") };
        Bounds(property, words);
        foreach (var (name, value) in words)
            schema[name] = value?.DeepClone();
        SchemaRules.Apply(path, schema);
        return schema;
    }

    private static JsonObject Write(Type type, string path)
    {
        if (type == typeof(V1Condition))
            return Condition();
        if (type.IsEnum)
            return new() { ["type"] = "string", ["enum"] = new JsonArray([.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (JsonNode)MemberName(field))]) };
        var info = Json.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Dictionary => new() { ["type"] = "object", ["additionalProperties"] = Write(info.ElementType!, path + "[]", "") },
            JsonTypeInfoKind.Enumerable => new() { ["type"] = "array", ["items"] = Write(info.ElementType!, path + "[]", "") },
            JsonTypeInfoKind.Object => Object(info, path),
            _ => Scalar(type),
        };
    }

    /// <summary>An element of a list or a map.</summary>
    private static JsonObject Write(Type type, string path, string _)
    {
        var schema = Write(type, path);
        SchemaRules.Apply(path, schema);
        return schema;
    }

    private static JsonObject Object(JsonTypeInfo info, string path)
    {
        var required = new JsonArray([.. info.Properties.Where(property => property.IsRequired).Select(property => (JsonNode)property.Name)]);
        var empty = Activator.CreateInstance(info.Type)!;
        var properties = new JsonObject();
        foreach (var property in info.Properties)
        {
            var schema = Write((PropertyInfo)property.AttributeProvider!, $"{path}.{property.Name}");
            if (Default(property, empty, path, schema) is { } value)
                schema["default"] = value;
            schema["description"] = schema["description"] + Numbers(schema);
            properties[property.Name] = schema;
        }
        var result = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
            result["required"] = required;
        return result;
    }

    /// <summary>What an absent field is taken for.</summary>
    private static JsonNode? Default(JsonPropertyInfo property, object empty, string path, JsonObject schema)
    {
        if (property.IsRequired || path.StartsWith("status", StringComparison.Ordinal))
            return null;
        if (path is "spec.limits.default" or "spec.limits.max")
        {
            var limits = path.EndsWith("max", StringComparison.Ordinal) ? Limits.Maximum : Limits.Default;
            return property.Name == "onOutput" ? null : JsonValue.Create(Convert.ToInt64(typeof(Limits).GetProperty(((PropertyInfo)property.AttributeProvider!).Name)!.GetValue(limits), CultureInfo.InvariantCulture));
        }
        if (path == "spec.limits")
            return DefaultsOf(schema);
        return property.Get!(empty) switch
        {
            null or IEnumerable and not string => null,
            string text => text,
            bool truth => truth,
            int number => number,
            long number => number,
            Enum member => MemberName(member.GetType().GetField(member.ToString())!),
            _ => DefaultsOf(schema),
        };
    }

    /// <summary>What kubectl explain leaves out.</summary>
    private static string Numbers(JsonObject schema)
    {
        var range = schema["minimum"] is { } least ? $"{least} to {schema["maximum"]}" : "";
        var usual = schema["default"] is JsonValue value ? $"{value} when absent" : "";
        return (range, usual) switch { ("", "") => "", ("", _) => $" {usual}.", (_, "") => $" {range}.", _ => $" {range}; {usual}." };
    }

    private static JsonObject DefaultsOf(JsonObject schema) => new(
        schema["properties"]!.AsObject().Where(field => field.Value!["default"] is not null).Select(field => KeyValuePair.Create(field.Key, field.Value!["default"]!.DeepClone()))!);

    private static JsonObject Scalar(Type type) => type switch
    {
        _ when type == typeof(string) => new() { ["type"] = "string" },
        _ when type == typeof(bool) => new() { ["type"] = "boolean" },
        _ when type == typeof(int) => new() { ["type"] = "integer", ["format"] = "int32" },
        _ when type == typeof(long) => new() { ["type"] = "integer", ["format"] = "int64" },
        _ when type == typeof(double) => new() { ["type"] = "number", ["format"] = "double" },
        _ => throw new NotSupportedException(type.FullName),
    };

    private static void Bounds(PropertyInfo property, JsonObject schema)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            schema["minimum"] = Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture);
            schema["maximum"] = Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture);
        }
    }

    private static string MemberName(FieldInfo field) => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name;

    /// <summary>metav1.Condition, as every Kubernetes resource has it.</summary>
    private static JsonObject Condition()
    {
        static JsonObject Text(string words) => new() { ["type"] = "string", ["description"] = words };
        var status = Text("True, False, or Unknown.");
        status["enum"] = new JsonArray("True", "False", "Unknown");
        var since = Text("Since when it has this status.");
        since["format"] = "date-time";
        return new()
        {
            ["type"] = "object",
            ["required"] = new JsonArray("type", "status", "reason", "message", "lastTransitionTime"),
            ["properties"] = new JsonObject
            {
                ["type"] = Text("Which condition."),
                ["status"] = status,
                ["reason"] = Text("Why, in one word, for programs."),
                ["message"] = Text("Why, in words that tell what to do."),
                ["lastTransitionTime"] = since,
                ["observedGeneration"] = new JsonObject { ["type"] = "integer", ["format"] = "int64", ["description"] = "The generation of the spec that it is about." },
            },
        };
    }
}
