using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace RCoder.Configuration;

/// <summary>
/// What the attributes of an options class, and its own <see cref="IValidatableObject"/>, find wrong. As the library's
/// <c>ValidateDataAnnotations</c>, which names the class and not the setting, and is silent on what compares settings as
/// long as any other is wrong.
/// </summary>
internal static class BrokenRules
{
    /// <param name="options">What is looked at.</param>
    /// <param name="byDefault">The same with no setting set.</param>
    /// <param name="section">The section that it comes from.</param>
    /// <param name="wrong">Properties that have a problem already.</param>
    public static IEnumerable<SettingProblem> Of(object options, object byDefault, string section, IEnumerable<string> wrong)
    {
        var known = wrong.ToHashSet(StringComparer.Ordinal);
        foreach (var property in SettingProperties.Of(options.GetType()).Where(property => !known.Contains(property.Name)))
        {
            if (Broken(property, options) is not { } rule)
                continue;
            known.Add(property.Name);
            yield return new($"{section}:{property.Name}",
                $"{Words.Is(property, property.GetValue(options))}; it {Words.Must(rule, property.Name)}{Words.LeftOut(property.GetValue(byDefault))}");
        }
        // A bound that is itself wrong is none.
        foreach (var result in Compared(options).Where(result => !result.MemberNames.Any(known.Contains)))
            yield return new($"{section}:{result.MemberNames.First()}", result.ErrorMessage!);
    }

    private static ValidationAttribute? Broken(PropertyInfo property, object options)
    {
        var context = new ValidationContext(options) { MemberName = property.Name };
        return property.GetCustomAttributes<ValidationAttribute>()
            .OrderBy(rule => rule is not RequiredAttribute)
            .FirstOrDefault(rule => rule.GetValidationResult(property.GetValue(options), context) != ValidationResult.Success);
    }

    private static IEnumerable<ValidationResult> Compared(object options) =>
        options is IValidatableObject own ? own.Validate(new ValidationContext(options)) : [];
}
