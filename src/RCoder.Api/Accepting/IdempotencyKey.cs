using Microsoft.AspNetCore.Http;
using RCoder.Api.Problems;

namespace RCoder.Api.Accepting;

/// <summary>The header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";
    private const int MostCharacters = 255;

    /// <summary>Null when the request has none.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers[Header];
        if (header.Count == 0)
            return null;
        if (header is not [{ Length: > 0 and <= MostCharacters } key] || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw ProblemException.Field(StatusCodes.Status400BadRequest, Header, $"must be given once, as 1 to {MostCharacters} visible ASCII characters without spaces");
        return key;
    }
}
