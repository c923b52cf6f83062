using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using RCoder.Contracts.Requests;

namespace RCoder.Configuration;

/// <summary>
/// Texts of a configuration that are no value of their setting's type. The binder throws at the first such, and what it has not
/// come to stays untold: here all are found, and the binder gets the rest.
/// </summary>
internal static class UnreadableValues
{
    public static IEnumerable<SettingProblem> Of(PropertyInfo property, IConfigurationSection value, string key, object? byDefault) =>
        In(value, property.PropertyType, key, property.GetCustomAttribute<RangeAttribute>())
            .Select(problem => problem with { Message = problem.Message + Words.LeftOut(byDefault) });

    private static IEnumerable<SettingProblem> In(IConfigurationSection value, Type type, string key, RangeAttribute? range = null)
    {
        if (TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)))
            return value.Value is not { } text || IsReadable(value, text, type) ? []
                : [new(key, $"is {(text == "" ? "empty" : $"'{Shown.Name(text)}'")}; it must be {Words.Wanted(type, range)}")];
        if (type.IsAssignableTo(typeof(IEnumerable)))
            return string.IsNullOrEmpty(value.Value) ? value.GetChildren().SelectMany(item => In(item, type.GetGenericArguments()[^1], $"{key}:{item.Key}")) : [Scalar(key, type)];
        return SettingProperties.Of(type).SelectMany(property =>
            In(value.GetSection(property.Name), property.PropertyType, $"{key}:{property.Name}", property.GetCustomAttribute<RangeAttribute>()));
    }

    /// <summary>One text where several settings belong: the binder would pass it over. It may be a secret.</summary>
    private static SettingProblem Scalar(string key, Type type)
    {
        var first = $"{key}:{(type.IsAssignableTo(typeof(IDictionary)) ? "<name>" : "0")}";
        return new(key, $"is one text; it holds several settings, such as {first} ({SettingProblem.Variable(first)})");
    }

    private static bool IsReadable(IConfigurationSection value, string text, Type type)
    {
        // The binder takes any number for an enum's.
        if ((Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } names && text != "")
            return Enum.TryParse(names, text, ignoreCase: true, out var member) && Enum.IsDefined(names, member);
        try
        {
            value.Get(type);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
