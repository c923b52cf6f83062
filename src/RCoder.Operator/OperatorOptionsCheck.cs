using Microsoft.Extensions.Options;

namespace RCoder.Operator;

/// <summary>What no attribute can say.</summary>
internal sealed class OperatorOptionsCheck : IValidateOptions<OperatorOptions>
{
    public ValidateOptionsResult Validate(string? name, OperatorOptions options)
    {
        if (string.IsNullOrEmpty(options.PoolToken) == string.IsNullOrEmpty(options.PoolTokenFile))
            return ValidateOptionsResult.Fail("Operator:PoolToken or Operator:PoolTokenFile must be set, and not both: the key 'token' of the Secret that execution pods read theirs from");
        try
        {
            return options.ReadPoolToken().Length > 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail($"Operator:PoolTokenFile, {options.PoolTokenFile}, is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail($"Operator:PoolTokenFile can't be read: {e.Message}");
        }
    }
}
