using Microsoft.Extensions.Options;
using RCoder.Configuration;

namespace RCoder.Dispatcher;

/// <summary>Reads the pool's token from its file; and, where pods ask for one, insists on it.</summary>
internal sealed class PoolTokens(bool required) : IPostConfigureOptions<DispatcherOptions>, IValidateOptions<DispatcherOptions>
{
    private const string Token = $"{DispatcherOptions.Section}:{nameof(DispatcherOptions.PoolToken)}";
    private const string TokenFile = $"{DispatcherOptions.Section}:{nameof(DispatcherOptions.PoolTokenFile)}";

    private SettingProblem? problem;

    public void PostConfigure(string? name, DispatcherOptions options)
    {
        if (string.IsNullOrEmpty(options.PoolTokenFile))
            return;
        try
        {
            options.PoolToken = File.ReadAllText(options.PoolTokenFile).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = new(TokenFile, $"can't be read: {e.Message}");
        }
    }

    public ValidateOptionsResult Validate(string? name, DispatcherOptions options) =>
        problem is not null ? SettingProblem.Result(problem)
        : !required || !string.IsNullOrEmpty(options.PoolToken) ? SettingProblem.Result()
        : SettingProblem.Result(string.IsNullOrEmpty(options.PoolTokenFile)
            ? new SettingProblem(TokenFile, $"is empty, and {Token} too; set it to where the Secret of execution pods is mounted, whose key 'token' they ask for")
            : new SettingProblem(TokenFile, $"is {options.PoolTokenFile}, which is empty; it must hold what execution pods ask for"));
}
