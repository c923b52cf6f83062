using Microsoft.Extensions.Options;

namespace RCoder.Dispatcher;

/// <summary>Reads the pool's token from its file; and, where pods ask for one, insists on it.</summary>
internal sealed class PoolTokens(bool required) : IPostConfigureOptions<DispatcherOptions>, IValidateOptions<DispatcherOptions>
{
    private string? problem;

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
            problem = $"Dispatcher:PoolTokenFile can't be read: {e.Message}";
        }
    }

    public ValidateOptionsResult Validate(string? name, DispatcherOptions options) =>
        problem is not null ? ValidateOptionsResult.Fail(problem)
        : required && string.IsNullOrEmpty(options.PoolToken)
            ? ValidateOptionsResult.Fail("Dispatcher:PoolToken is empty; it must be what the Secret of execution pods holds: set Dispatcher:PoolTokenFile to where that is mounted")
            : ValidateOptionsResult.Success;
}
