using System.Text.Json;

namespace RCoder.Contracts.Requests;

/// <summary>Reads single values of a JSON body; what is not as wanted becomes a problem and comes back as null.</summary>
internal sealed class FieldReader(Problems problems)
{
    /// <summary>The members of an object, without those that are null: they count as absent.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Members(JsonElement value, string path, string wanted)
    {
        if (!Is(JsonValueKind.Object, value, path, wanted))
            yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (problems.IsFull)
                yield break;
            if (Name(member) is not { } name)
                problems.Add(path.Length == 0 ? Problems.Body : path, "has a name with half of a surrogate pair, which UTF-8 cannot express");
            else if (!seen.Add(name))
                problems.Add(Child(path, name), "is given twice");
            else if (member.Value.ValueKind != JsonValueKind.Null)
                yield return (name, member.Value);
        }
    }

    public IEnumerable<(string Path, JsonElement Value)> Items(JsonElement value, string path, string wanted)
    {
        if (!Is(JsonValueKind.Array, value, path, wanted))
            yield break;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (problems.IsFull)
                yield break;
            yield return ($"{path}[{index++}]", item);
        }
    }

    public string? String(JsonElement value, string path, string wanted = "a string")
    {
        if (!Is(JsonValueKind.String, value, path, wanted))
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            problems.Add(path, "holds half of a surrogate pair, which UTF-8 cannot express");
            return null;
        }
    }

    public bool? Boolean(JsonElement value, string path)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Is(JsonValueKind.True, value, path, "true or false");
        return null;
    }

    public long? Whole(JsonElement value, string path)
    {
        if (!Is(JsonValueKind.Number, value, path, "a whole number"))
            return null;
        if (value.TryGetInt64(out var number))
            return number;
        var text = Shown.Name(value.GetRawText());
        problems.Add(path, text.AsSpan().IndexOfAny(".eE") < 0
            ? $"is {text}, which is beyond any bound"
            : $"is {text}; it must be a whole number without a fraction or an exponent");
        return null;
    }

    public int? WholeInt32(JsonElement value, string path)
    {
        if (Whole(value, path) is not { } number)
            return null;
        if (number is >= int.MinValue and <= int.MaxValue)
            return (int)number;
        problems.Add(path, $"is {number}, which is beyond any bound");
        return null;
    }

    public T? OneOf<T>(JsonElement value, string path, params ReadOnlySpan<(string Text, T Value)> choices) where T : struct
    {
        var wanted = $"one of {Choices(choices)}";
        if (String(value, path, wanted) is not { } text)
            return null;
        foreach (var choice in choices)
        {
            if (choice.Text == text)
                return choice.Value;
        }
        problems.Add(path, $"is '{Shown.Name(text)}'; it must be {wanted}");
        return null;
    }

    public void Unknown(string path, string name, params ReadOnlySpan<string> known) => Unknown(path, name, KnownFields.Suggest(name, known), known);

    public void Unknown(string path, string name, string? meant, ReadOnlySpan<string> known) =>
        problems.Add(Child(path, name), meant is not null
            ? $"is not a known field; did you mean {meant}?"
            : $"is not a known field; known are {string.Join(", ", known)}");

    public static string Child(string path, string name)
    {
        var shown = name.Length == 0 ? "''" : Shown.Name(name);
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }

    private bool Is(JsonValueKind kind, JsonElement value, string path, string wanted)
    {
        if (value.ValueKind == kind)
            return true;
        problems.Add(path, $"is {Kind(value.ValueKind)}; it must be {wanted}");
        return false;
    }

    private static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Choices<T>(ReadOnlySpan<(string Text, T Value)> choices)
    {
        var texts = new List<string>();
        foreach (var choice in choices)
            texts.Add($"'{choice.Text}'");
        return string.Join(", ", texts);
    }

    internal static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
