using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace RCoder.Configuration;

/// <summary>Binds one options class to its section, and says by key all that is wrong there.</summary>
internal sealed class SettingsOf<T>(IConfiguration configuration, string section, Action<T>? byDefault) : IConfigureOptions<T>, IValidateOptions<T>
    where T : class, new()
{
    public void Configure(T options)
    {
        byDefault?.Invoke(options);
        foreach (var property in SettingProperties.Of(typeof(T)))
        {
            try
            {
                if (Value(property.Name).Get(property.PropertyType) is { } value)
                    property.SetValue(options, value);
            }
            catch (InvalidOperationException)
            {
                // The binder's, for a text that is no such value: told with all other problems, below.
            }
        }
    }

    public ValidateOptionsResult Validate(string? name, T options)
    {
        var unreadable = Unreadable();
        return SettingProblem.Result([.. unreadable.Values.SelectMany(problems => problems), .. BrokenRules.Of(options, Default(), section, unreadable.Keys)]);
    }

    /// <summary>By property.</summary>
    private Dictionary<string, SettingProblem[]> Unreadable()
    {
        var defaults = Default();
        return SettingProperties.Of(typeof(T))
            .Select(property => (property.Name, Problems: UnreadableValues.Of(property, Value(property.Name), $"{section}:{property.Name}", property.GetValue(defaults)).ToArray()))
            .Where(found => found.Problems.Length > 0)
            .ToDictionary(found => found.Name, found => found.Problems);
    }

    private IConfigurationSection Value(string property) => configuration.GetSection($"{section}:{property}");

    private T Default()
    {
        var options = new T();
        byDefault?.Invoke(options);
        return options;
    }
}
