using System.Reflection;

namespace RCoder.Configuration;

/// <summary>Which properties of an options class are settings: those that can be set.</summary>
public static class SettingProperties
{
    public static IEnumerable<PropertyInfo> Of(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0);
}
