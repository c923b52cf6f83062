using Microsoft.Extensions.Options;
using RCoder.Configuration;

namespace RCoder.Api;

/// <summary>What the attributes of <see cref="ApiOptions"/> cannot say.</summary>
internal sealed class ApiOptionsCheck : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        const string key = $"{ApiOptions.Section}:{nameof(ApiOptions.AllowedOrigins)}";
        return SettingProblem.Result([.. options.AllowedOrigins.Index().Where(item => !IsOrigin(item.Item))
            .Select(item => new SettingProblem($"{key}:{item.Index}", $"is '{item.Item}'; it must be an origin: a scheme, a host and maybe a port, such as https://example.org"))]);
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.GetLeftPart(UriPartial.Authority) == origin;
}
