using Microsoft.Extensions.Options;

namespace RCoder.Configuration;

/// <summary>
/// What is wrong with one setting, on one line. The message reads on from the setting's name, as those of requests do, and
/// never quotes a secret.
/// </summary>
/// <param name="Key">As in a file or an argument: <c>Kafka:JobPartitions</c>.</param>
/// <param name="Message">What it is, what it must be, and what else helps.</param>
public sealed record SettingProblem(string Key, string Message)
{
    /// <summary>What the variables of settings begin with.</summary>
    public const string VariablePrefix = "RCODER_";

    /// <summary>The variable of a setting: <c>RCODER_Kafka__JobPartitions</c>.</summary>
    public static string Variable(string key) => VariablePrefix + key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>For <see cref="IValidateOptions{TOptions}"/>.</summary>
    public static ValidateOptionsResult Result(params IReadOnlyCollection<SettingProblem> problems) =>
        problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => $"{problem}"));

    public override string ToString() => $"{Key} ({Variable(Key)}): {Message.ReplaceLineEndings(" ")}";
}
