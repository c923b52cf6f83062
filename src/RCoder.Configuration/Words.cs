using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using RCoder.Contracts.Requests;

namespace RCoder.Configuration;

/// <summary>The words of problems.</summary>
internal static class Words
{
    /// <summary>What a setting is.</summary>
    public static string Is(PropertyInfo property, object? value) => value switch
    {
        null or "" => "is empty",
        _ when property.IsDefined(typeof(SecretAttribute)) => "is not as it must be (a secret, not shown)",
        string text => $"is '{Shown.Name(text)}'",
        _ => $"is {Plain(value)}",
    };

    /// <summary>What a rule of a setting asks for; reads on from 'it'.</summary>
    public static string Must(ValidationAttribute rule, string name) => rule switch
    {
        RequiredAttribute => "must be set",
        RangeAttribute range => $"must be {Between(range)}",
        _ => rule.FormatErrorMessage(name),
    };

    /// <summary>What text would be a value of a type.</summary>
    public static string Wanted(Type type, RangeAttribute? range)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var kind = plain.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(plain))}"
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(TimeSpan) ? "a time (hh:mm:ss)"
            : "a whole number";
        return range is null ? kind : $"{kind} {Between(range)}";
    }

    /// <summary>What a setting is when nobody sets it, where that helps.</summary>
    public static string LeftOut(object? byDefault) => byDefault switch
    {
        string { Length: > 0 } text => $". Left out, it is {text}.",
        ValueType value => $". Left out, it is {Plain(value)}.",
        _ => "",
    };

    private static string Between(RangeAttribute range) => $"from {Plain(range.Minimum)} to {Plain(range.Maximum)}";

    private static string Plain(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
