using Microsoft.Extensions.Options;
using RCoder.Configuration;

namespace RCoder.Operator;

/// <summary>What no attribute can say.</summary>
internal sealed class OperatorOptionsCheck : IValidateOptions<OperatorOptions>
{
    private const string Token = $"{OperatorOptions.Section}:{nameof(OperatorOptions.PoolToken)}";
    private const string TokenFile = $"{OperatorOptions.Section}:{nameof(OperatorOptions.PoolTokenFile)}";

    public ValidateOptionsResult Validate(string? name, OperatorOptions options) =>
        Problem(options) is { } problem ? SettingProblem.Result(problem) : SettingProblem.Result();

    private static SettingProblem? Problem(OperatorOptions options)
    {
        if (string.IsNullOrEmpty(options.PoolTokenFile))
            return string.IsNullOrEmpty(options.PoolToken) ? new(TokenFile, $"is empty, and {Token} too; set it to the file that holds the key 'token' of the Secret that execution pods read theirs from") : null;
        if (!string.IsNullOrEmpty(options.PoolToken))
            return new(TokenFile, $"is set, and {Token} too; leave one of them out");
        try
        {
            return options.ReadPoolToken().Length > 0 ? null : new(TokenFile, $"is {options.PoolTokenFile}, which is empty; it must hold the key 'token' of the Secret that execution pods read theirs from");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(TokenFile, $"can't be read: {e.Message}");
        }
    }
}
