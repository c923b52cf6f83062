using Microsoft.Extensions.Options;

namespace RCoder.Api;

/// <summary>What the attributes of <see cref="ApiOptions"/> cannot say.</summary>
internal sealed class ApiOptionsCheck : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var problems = options.AllowedOrigins.Where(origin => !IsOrigin(origin))
            .Select(origin => $"Api:AllowedOrigins has '{origin}'; an origin is a scheme, a host and maybe a port, such as https://example.org")
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.GetLeftPart(UriPartial.Authority) == origin;
}
